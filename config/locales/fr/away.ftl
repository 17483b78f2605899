### Absence : une seule pour les demandes, les examens et les rappels.

away-no-day = Je ne trouve pas ce jour dans le calendrier. Essayez ainsi : absent jusqu’au { $example }
away-past = Le { $day } est passé. Jusqu’à quel jour dure votre absence ?
away-who-then = Les rappels vont à la personne qui vous remplace, sinon aux responsables de votre groupe.
away-backup = Qui vous remplace
away-backup-hint = Quelqu’un de vos groupes. Cette personne reçoit vos rappels pendant votre absence.
away-nobody = Personne
away-backup-told = { $name } s’absente jusqu’au { $day } et vous demande d’assurer son remplacement : d’ici là, ses rappels vous parviennent.
away-choice-refuse = Je ne peux pas
away-backup-refused = { $name } ne peut pas vous remplacer. Vous pouvez désigner quelqu’un d’autre.
away-refused = C’est noté. L’information est transmise, et ces rappels ne vous parviennent plus.
away-no-backup = Vous n’assurez plus ce remplacement ; il n’y a rien à faire.
away-line-backup = Vous remplace : { $name }
