# Qui répond d’une recommandation, et jusqu’à quand.
follow-form = Suivi
follow-field-owner = Qui en répond ?
follow-field-due = Jusqu’à quand ?
follow-past = Le { $day } est passé. Quel jour choisissez-vous ?
follow-told = Vous répondez désormais de ce qui a été recommandé à { $group }, jusqu’au { $day } : { $text }
choice-follow-see = La voir
choice-recommendation-give = Qui et jusqu’à quand
recommendation-yours = à vous
recommendation-desk = le secrétariat
recommendation-overdue = était attendue le { $day }
