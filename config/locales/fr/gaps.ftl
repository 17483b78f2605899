### Lacunes : ce que l'on a demandé sans le trouver.

gaps = Ce que l’on a demandé sans le trouver : { $first } à { $last } sur { $total }, du plus au moins fréquent. Aucun nom n’y est attaché.
gaps-none = Rien ne manque : chaque question a trouvé quelque chose jusqu’ici.
gaps-for-secretariat = Ce que l’on cherche en vain est montré au secrétariat du réseau. Vous pouvez l’aider en lui disant ce qui manque.
gaps-in-private = Cette liste est réservée au secrétariat : écrivez-moi directement et dites « lacunes ».
gap-asked = { $count ->
    [0] pas encore demandé
    [1] demandé une fois
   *[other] demandé { $count } fois
}
gap-last = la dernière fois le { $day }
gap-for-resource = à lire
gap-for-expert = des personnes
