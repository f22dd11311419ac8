"""Words that say nothing of what a text is about, by language, without accents.

A word that means something in Spanish is not among another language's, though it might be: «mes» is Catalan
for more, «dos» Galician for of the, «once» English. So a word of the reader's is seldom passed over.
"""

from forum.lib.slugs import fold

WORDS = {
    "es": """
        a al algo ante antes aquel aquella aquellas aquellos aqui asi aun aunque cada como con cual cuales
        cuando cuanto de del desde donde e el ella ellas ellos en entre era eran eres es esa esas ese eso
        esos esta estaba estan estar estas este esto estos fue fueron ha habia han has hasta hay he la las
        le les lo los mas me mi mis mucho muy ni no nos nosotros o os otra otras otro otros para pero poco
        por porque que quien quienes se sea ser si sido sin sobre son su sus tal tambien tan te ti tiene
        tienen todo todos tu tus u un una unas uno unos y ya yo
    """,
    "ca": """
        a al als amb aquell aquella aquelles aquells aquest aquesta aquestes aquests aixo aixi allo cada com
        d de del dels des doncs el ella elles ells els en encara ens entre era eren es esta estan et fins ha
        han has he hi ho i jo l la les li llur llurs lo m meu meva molt n ni no nosaltres o on os pel pels per
        pero perque poc que qual quals quan quant qui s sa se sense ser seu seus seva seves si sobre soc son
        sota t tambe tan te tenen tot tots tu un una unes uns va van vosaltres ja
    """,
    "gl": """
        a ainda aquel aquela aquelas aqueles ao aos as asi ata cada co coa coas cos como con cando cal cales
        da das de dende desde do e ela elas el eles en entre era eran esa esas ese eses esta estaba
        estan estas este estes eu foi foron ha hai han i isto iso lle lles mais me meu mi moi moito na nas
        nin no nos non nun nunha o onde os ou outra outras outro outros para pero pola polas polo polos por
        porque que quen se sen ser seu seus si sobre son sua suas tal tamen tan te ten tenen todo todos tu
        un unha unhas uns xa
    """,
    "eu": """
        ala aldiz arte asko baina baino bai bait baita batean batek baten batzuk beharko bera beraiek berau
        bere berez bi bat da dago daude ditu dira du dute dituzte den duen dela dena diren egin ere esan eta
        edo ez ezin gabe gu hau hauek hala han hor hori horiek hura hain haiek izan izango ni non nor nola
        oso orain zen zer zein zuen ziren zituen zuten zu zuek
    """,
    "en": """
        a about after all also an and any are as at be because been before but by can could d did do does for
        from had has have he her here him his how i if in into is it its just ll m me more most my no not of
        on only or other our out re s she should so some such t than that the their them then there these
        they this those to too up us ve very was we were what when where which while who why will with would
        you your
    """,
}
STOP_WORDS = {language: frozenset(fold(words).split()) for language, words in WORDS.items()}
