# Ce que Telegram montre du service : le menu des commandes et le profil.
telegram-command-find = Trouver des documents, des orientations et des pratiques
telegram-command-who = Trouver qui connaît un sujet
telegram-command-request = Demander l’aide d’une personne
telegram-command-requests = Vos demandes et où elles en sont
telegram-command-groups = Les groupes de travail : qui en fait partie, comment les rejoindre
telegram-command-workplan = Ce dont vous êtes responsable, et les plans de vos groupes
telegram-command-deadlines = Ce qui vient, pour vous ou pour un groupe
telegram-command-remind = Être rappelé de tout, à l’heure de votre choix
telegram-command-expertise = Ce sur quoi vous pouvez aider, et quand
telegram-command-me = Votre langue, vos comptes, ce que je sais de vous
telegram-command-help = Ce que je peux faire pour vous

telegram-description =
    Je relie les membres d’un réseau à ce que celui-ci sait : documents, bonnes pratiques et spécialistes compétents.

    Posez votre question avec vos propres mots, par exemple : « orientations sur les solutions de substitution à la détention des enfants ». Je réponds en privé et dans les groupes.
telegram-short-description = Trouve documents, bonnes pratiques et spécialistes de votre réseau. Posez votre question librement.
