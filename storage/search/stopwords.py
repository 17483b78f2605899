"""Words that ask or join and carry no topic, by language, without accents: left out of queries."""

_LISTS = {
    "en": """
        a about above after again against all also am an and any anybody anyone anything are
        as at be because been before being below between both but by can could did do does
        doing down during each few for from further get give had has have having he hello
        help her here hers hi him his how i if in into is it its just know knows like
        looking me more most my need no nor not of off on once only or other our out over
        own please same she should show so some somebody someone something such than thank
        thanks that the their them then there these they this those through to too under
        until up us very want was we were what when where which while who whom whose why
        will with within without would you your find search tell
    """,
    "fr": """
        a ai ainsi apres as au aucun aussi autre aux avec avez avoir avons bonjour c ce cela
        ces cet cette chez cherche comme comment connait d dans de depuis des dont du elle
        elles en entre es est et etait ete etes etre eu eux faire fait faut il ils j je
        jusqu l la le les leur leurs lors lui m ma mais me meme mes moi mon n ne ni nos
        notre nous on ont ou par parle pas pendant peu peut plus pour pourquoi qu quand que
        quel quelle quelles quels qui quoi s sa sans se selon ses si son sont sous suis sur
        t ta te tes toi ton tous tout toute toutes trouver tu un une vers vos votre vous y
        besoin
    """,
    "es": """
        a acerca al algo alguien algun alguna ante antes aqui asi aun busco buscar cada como
        con conoce contra cual cuales cuando cuanto de del desde donde dos durante e el ella
        ellas ellos en entre era es esa esas ese eso esos esta estan estas este esto estos
        fue gracias ha han hasta hay hola la las le les lo los mas me mi mis muy nada
        necesito ni no nos nosotros nuestra nuestro o os otra otro otras otros para pero
        poco por porque que quien quienes sabe se sea segun ser si sin sino sobre son soy su
        sus tambien te tengo tiene tienen todo todos tu un una unas uno unos usted y ya yo
    """,
    "ru": """
        а бы был была были было быть в вам вас ваш весь во вот все всего вы где для до его
        ее если есть еще же за и из или им их к как какие какой какая каком кем когда кого
        ком которая которые который кто ли лучше между меня мне мной можно мой мы на над
        надо нам нас не нет ни ним них но ну нужен нужна нужно нужны о об от она они оно он
        по под после при про с со так такое там то тоже только том ты у уже чего чем что
        чтобы эта эти это этот я расскажите ищу найти помогите
    """,
    "ar": """
        من في علي الي عن مع هذا هذه ذلك تلك التي الذي الذين ما لا او ثم كان كانت هو هي هم هل
        كيف اين متي لماذا اي بعد قبل بين كل عند لدي انا نحن احتاج ابحث حول و ان انه لم لن قد
        حتي غير هناك يمكن اريد عبر خلال لها له
    """,
    "zh": """
        的 了 和 是 在 有 我 你 他 她 们 这 那 吗 呢 吧 与 及 请 哪 谁 怎 么 什 如 何
        为 对 于 关 里 哪里 怎么 什么 如何 关于 请问 我们 需要 哪些 有没有
    """,
    "de": """
        aber als am an auch auf aus bei bin bis das dass dem den der des die durch ein eine
        einem einen einer es fur hat haben ich ihr im in ist kann mit nach nicht noch nur
        oder sich sie sind uber um und uns vom von vor was wenn wer wie wir wird wo zu zum
        zur
    """,
    "pt": """
        a ao aos as com como da das de do dos e ela ele em entre essa esse esta este eu foi
        ha isso ja mais mas me muito na nas nao no nos o onde os ou para pela pelo por qual
        quando que quem se sem ser seu sua sao tem um uma voce
    """,
}

BY_LANGUAGE = {language: frozenset(words.split()) for language, words in _LISTS.items()}
_TOPICS_ELSEWHERE = frozenset({"all", "as", "des", "sea", "son"})
EVERYWHERE = frozenset().union(*BY_LANGUAGE.values()) - _TOPICS_ELSEWHERE
"""For a text whose language is unknown."""

_OF_PEOPLE = """
    person persons people migrant migrants migration personne personnes gens migrante migrantes
    migratoire migratoires persona personas gente migración migracion человек люди людей людьми
    мигрант мигранты мигрантов миграция миграции миграцией الاشخاص اشخاص مهاجر المهاجرين
    المهاجرون مهاجرين الهجره هجره
"""
OF_PEOPLE = frozenset(_OF_PEOPLE.split())
"""In the words of every expert of the field, so that alone they speak for nobody."""
