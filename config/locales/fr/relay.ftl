### Relais : transmettre les messages de deux personnes entre deux plateformes.

relay-name = { $name }
relay-name-of = { $name } ({ $organisation })
relay-role-requester = l’auteur ou l’autrice de la demande
relay-role-expert = l’expert ou l’experte

relay-word = { $who } :
    { $text }
relay-changed = { $who } (modifié) :
    { $text }
relay-was-taken-back = Message retiré par { $who }.
relay-reacted = Une réaction.

relay-how-thread = Écrivez dans ce fil : vos messages parviennent à { $who }, dont les réponses arrivent ici.
relay-how-reply = Répondez à l’un de ces messages ou touchez ci-dessous : vos messages parviennent à { $who }, dont les réponses arrivent ici.
relay-how-carried = Je transmets le texte, les modifications et les réactions, mais pas les fichiers. Chacun de vous peut mettre fin à l’échange à tout moment.

relay-talking = Vous écrivez à { $who } : tout ce que vous écrivez ici lui est transmis.
relay-left = Ce que vous écrivez ici s’adresse de nouveau à moi. { $who } peut toujours vous écrire.
relay-in-thread = Écrivez dans le fil : vos messages parviennent à { $who }.
relay-carried = Transmis à { $who }.

relay-unsent = Ceci est resté entre nous : { $who } ne l’a pas reçu.
relay-unsent-gone = Je n’ai plus ces mots. Merci de les écrire à nouveau, cette fois à { $who }.

relay-too-soon = Ce à quoi vous répondez venait à peine d’arriver, et je n’ai pas su à qui ce message s’adresse. Merci de l’envoyer à nouveau.

relay-no-files = { $count ->
    [one] Je ne peux pas encore transmettre de fichiers : { $who } n’a pas reçu celui-ci. Collez un lien ou écrivez l’essentiel.
   *[other] Je ne peux pas encore transmettre de fichiers : { $who } n’a pas reçu ceux-ci. Collez des liens ou écrivez l’essentiel.
}
relay-no-files-but-words = { $count ->
    [one] { $who } a reçu votre texte, mais pas le fichier : je ne peux pas encore en transmettre. Collez plutôt un lien.
   *[other] { $who } a reçu votre texte, mais pas les fichiers : je ne peux pas encore en transmettre. Collez plutôt des liens.
}

relay-back-done = Message retiré : { $who } ne le voit plus.
relay-back-nothing = Il n’y a rien à retirer de l’échange avec { $who }.
relay-back-which = Répondez /takeback au message que vous souhaitez retirer.

relay-lost = Ce message n’est pas parvenu à { $who } : « { $text } ». Veuillez réessayer plus tard.
relay-lost-change = Votre modification n’est pas parvenue à { $who } : « { $text } ». Le message reste visible sans changement.
relay-untold = { $count ->
    [one] Votre dernier message n’a plus pu parvenir à { $who }.
   *[other] Vos { $count } derniers messages n’ont plus pu parvenir à { $who }.
}

relay-quiet = Il n’y a pas eu de message entre vous et { $who } depuis un moment. Sans nouveau message, cet échange prendra fin le { $day }.
relay-end-ask = Mettre fin à l’échange avec { $who } ? Plus personne ne pourra y écrire.
relay-ended = C’est terminé. Plus rien n’est transmis entre vous et { $who }.
relay-goes-on = Très bien, l’échange continue. { $who } peut toujours vous écrire.
relay-over = Cet échange avec { $who } est terminé : je n’ai donc pas transmis votre message.
relay-end-said = { $who } a mis fin à cet échange. Plus rien n’est transmis ; merci à vous deux.
relay-end-quiet = Deux semaines sans message : cet échange avec { $who } est terminé. Vous pouvez toujours faire une nouvelle demande.
relay-end-gone = { $who } n’est plus joignable ici : cet échange est donc terminé. Vous pouvez toujours faire une nouvelle demande.
relay-not-yours = Cet échange concerne deux autres personnes.

choice-relay-talk = Écrire à { $who }
choice-relay-pass = Envoyer à { $who }
choice-relay-leave = Ne plus écrire
choice-relay-back = Retirer mon dernier message
choice-relay-end = Mettre fin à l’échange
choice-relay-end-sure = Oui, y mettre fin
choice-relay-go-on = Non, continuer
