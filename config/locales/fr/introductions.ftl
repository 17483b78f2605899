### Demandes adressées aux experts, mises en relation, et ce qu’elles ont donné.

stakeholder-un_entity = une entité des Nations Unies
stakeholder-intergovernmental = une organisation intergouvernementale
stakeholder-government = un gouvernement
stakeholder-migrants = une organisation de personnes migrantes
stakeholder-civil_society = une organisation de la société civile
stakeholder-migrant_diaspora = une organisation de la diaspora
stakeholder-faith_based = une organisation confessionnelle
stakeholder-local_government = une collectivité locale
stakeholder-private_sector = le secteur privé
stakeholder-trade_union = un syndicat
stakeholder-parliamentarians = un parlement
stakeholder-nhri = une institution nationale des droits de l’homme
stakeholder-red_cross_red_crescent = le Mouvement de la Croix-Rouge et du Croissant-Rouge
stakeholder-academia = une université ou un institut de recherche
stakeholder-media = les médias
stakeholder-youth = une organisation de jeunesse
stakeholder-unknown = une organisation qui n’est pas précisée

offer = Pourriez-vous aider ? La demande vient de { $from }.
offer-urgent = Pourriez-vous aider rapidement ? C’est urgent. La demande vient de { $from }.
offer-nudge = Cette demande attend toujours votre réponse. Si vous ne pouvez pas, un geste suffit et je m’adresse à quelqu’un d’autre.
offer-why = Pourquoi vous : { $why }
offer-your-name = Votre nom n’est donné, comme le sien, que si vous acceptez.
offer-answer-by = Sans nouvelles de vous avant { $at }, je m’adresse à quelqu’un d’autre.

choice-accept = Oui, je peux aider
choice-not-now = Pas maintenant
choice-decline = Non
choice-better = Quelqu’un d’autre s’y connaît mieux

offer-when = Quand puis-je vous solliciter de nouveau ? D’ici là, rien ne vous est envoyé.
choice-again-week = Dans une semaine
choice-again-month = Dans un mois
choice-again-quarter = Dans trois mois
offer-later = Merci de me l’avoir dit. Je m’adresse à quelqu’un d’autre et ne vous envoie rien avant le { $day }.
offer-why-not = Puis-je savoir pourquoi ? Cela reste entre nous et m’aide à solliciter les bonnes personnes.
choice-no-topic = Ce n’est pas mon sujet
choice-no-time = Pas le temps
choice-no-conflict = Un conflit d’intérêts
choice-no-other = Je préfère ne pas le dire
offer-declined = Merci de votre réponse. Je m’adresse à quelqu’un d’autre.
offer-who-better = Qui s’y connaîtrait mieux ? Je m’adresse à cette personne, si elle a accepté d’être sollicitée, sans dire que cela vient de vous.
offer-who-better-nobody = Je ne connais personne d’autre qui convienne. Faut-il dire au secrétariat qu’il faut chercher ailleurs ?
choice-better-else = Quelqu’un qui n’est pas ici
offer-better-thanks = Merci, cela aide. Je m’adresse à { $who } si c’est possible maintenant.
offer-better-noted = Merci. Je m’adresse à quelqu’un d’autre, et le secrétariat voit que personne ici ne convenait.
offer-back = Retour

offer-gone = Quelqu’un s’est occupé de cette demande entre-temps. Merci d’avoir été là.
offer-closed = Cette demande a été close entre-temps. Vous n’avez rien à faire.
offer-met = Vous avez été mis en relation avec cette personne il y a peu : vous êtes déjà en contact, et je m’adresse cette fois à quelqu’un d’autre. Merci.
offer-expired = Cette demande date un peu, et je me suis adressé à quelqu’un d’autre depuis. Merci tout de même.
offer-answered = Vous avez déjà répondu à cette demande.
offer-not-yours = Cette demande était adressée à quelqu’un d’autre.
offer-paused = Trois demandes sont restées sans réponse : je ne vous en envoie donc plus. Il n’y a aucun mal à cela. Si vous avez de nouveau du temps, un geste suffit.
choice-return = Je peux de nouveau aider

introduced = Voici une mise en relation : { $requester } a demandé de l’aide et { $expert } en a proposé. La suite vous appartient à tous deux.
introduced-first-step-both = Pour bien commencer : dites en deux phrases ce qui a déjà été essayé, et convenez d’un moment pour en parler.
introduced-requester = Bonne nouvelle : quelqu’un peut vous aider. { $name } accepte d’être mis en relation avec vous.
introduced-expert = Merci. Vous êtes maintenant en contact avec { $name }, à l’origine de cette demande.

offer-accepted = Merci. Je vous mets maintenant en relation.
introduced-role = { $role }
introduced-why = Pourquoi cette personne : { $why }
introduced-first-step = Pour bien commencer : dites en deux phrases ce que vous avez déjà essayé, et proposez deux moments pour en parler.
introduced-first-step-expert = Il lui est proposé de vous écrire en premier. Vous pouvez aussi commencer : demandez ce qui a déjà été essayé.

request-everybody-full = Toutes les personnes qui connaissent ce sujet ont déjà été sollicitées ce mois-ci autant qu’elles l’ont accepté. Je continue, et m’adresse à la première qui sera de nouveau libre : { $need }
request-nobody = Je n’ai trouvé ici personne qui connaisse ce sujet et puisse être sollicité : le secrétariat en est informé. Je continue aussi à chercher : { $need }
request-nobody-else = Toutes les personnes qui auraient pu aider ont été sollicitées : le secrétariat en est informé. Je continue aussi à chercher : { $need }
request-nobody-secretariat = Je n’ai trouvé personne pour cette demande. Connaissez-vous quelqu’un ? { $need }
request-country-secretariat = Une demande pour un pays est arrivée : { $need }
request-asking-again = Je regrette que cela n’ait pas aidé. Je cherche maintenant quelqu’un d’autre.
request-quiet-closed = J’ai clos votre demande, n’en ayant plus eu de nouvelles : { $need }

followup-requester = Il y a une semaine, je vous ai mis en relation avec { $name }. Cela vous a-t-il aidé ?
followup-expert = Il y a une semaine, je vous ai mis en relation avec { $name }. Cela s’est-il bien passé ?
choice-it-helped = Oui, cela m’a aidé
choice-it-did-not = Pas vraiment
choice-worked = Oui
choice-not-worked = Non
followup-yes = J’en suis heureux. Votre demande est close.
followup-yes-expert = Merci. Si ce que vous avez expliqué peut servir à d’autres, vous pouvez l’enregistrer comme une réponse que l’on trouve.
followup-thanks-expert = Merci de me l’avoir dit, et merci pour votre aide.
followup-no-expert = Merci de me l’avoir dit, et merci du temps que vous avez donné.
followup-done = Merci, vous me l’avez déjà dit.
choice-comment = Ajouter un commentaire
choice-save-answer = L’enregistrer comme réponse
followup-not-yours = Cette mise en relation ne vous concerne pas.

answer-title = Enregistrer une réponse
answer-question = La question
answer-question-hint = Telle que d’autres la poseraient, sans nom de personne.
answer-text = La réponse
answer-text-hint = Ce que vous avez expliqué, pour que cela serve à d’autres. Aucun nom de personne, rien de confidentiel.
answer-named = Afficher votre organisation ?
answer-named-hint = Votre nom n’est jamais affiché.
answer-submit = Demander l’accord
answer-asked = Merci. Je demande à la personne que vous avez aidée si cette réponse peut être montrée : { $who }. D’ici là, personne ne la voit.
answer-may-it = La personne qui vous a aidé souhaite enregistrer ceci comme réponse, sans votre nom. Qui la trouvera : { $who }. Êtes-vous d’accord ?
answer-agreed = Merci. D’autres la trouvent désormais aussi.
answer-refused = Très bien : elle n’est pas montrée.
answer-nobody-agrees = Cette réponse ne peut pas être montrée : personne ne peut y consentir à la place de qui a demandé. Elle reste entre vous.
answer-done = Cette réponse est déjà réglée.
choice-agree = Oui, la montrer
choice-disagree = Non, que cela reste entre nous

comment-title = Ce que cela a donné
comment-text = Un mot sur l’aide reçue, pour le secrétariat
comment-submit = Envoyer
comment-thanks = Merci. Cela aide à trouver les bonnes personnes.

