# Quand redemander à un expert qui dit « pas maintenant ».

choice-again-day = À partir d’un autre jour
again-title = Quand puis-je redemander ?
again-day = À partir de quel jour ?
again-hint = Par exemple 15 janvier, ou : dans six semaines.
again-submit = Pas moi avant ce jour
again-no-such-day = Il faut un jour à venir, d’ici un an. Pour plus longtemps, « pause » vous laisse en paix jusqu’à votre retour.
