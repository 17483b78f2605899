### Completing what somebody types, and one record by itself.

suggest-resource = Trouver de quoi lire
suggest-expert = Trouver une personne compétente

see-resource = Voici la ressource choisie :
see-expert = Voici la personne choisie :
see-retired = « { $title } » ne figure plus dans la collection. Il existe peut-être un document plus récent.
see-unknown = Je ne peux pas afficher cette fiche ici. Elle a peut-être été retirée, ou n’est pas destinée à tous.

choice-near = Plus sur ce sujet
choice-newer = La version plus récente

inline-type = Saisissez un mot d’un titre
inline-nothing = Aucun titre ne convient. Posez-moi votre question
