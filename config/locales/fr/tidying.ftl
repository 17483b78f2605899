# Ce que les responsables retirent de leur groupe, et qui a demandé à le rejoindre.
choice-group-tidy = Liens et canaux
choice-group-detach = Retirer : { $title }
choice-group-silence = N’est plus son canal : { $platform }
group-tidy = Ce qui est joint à { $group }, et ses canaux. Touchez pour retirer.
group-tidy-nothing = Rien n’est joint à { $group }, qui n’a pas de canal ici.
group-line-asking = Ont demandé à rejoindre : { $who }
