"""Stems of words that change their endings with gender, number and case.

"Verfügbarer Bestand" and "quantité réservée" say what "verfügbar" and "réservé" say.
"""

from collections.abc import Mapping

INFLECTED: Mapping[str, str] = {
    "AVAILABLE": "verfugbar*, verfuegbar*, beschikba*, disponib*, disponivel, vrije voorraad, "
    "economische voorraad, "
    "freier bestand, freie menge, frei verfugbar",
    "COMMITTED": "reservier*, gereserveerd*, reservad*, reservee*, riservat*, impegnat*, "
    "prenotat*, comprometid*, alocad*, zugeteilt*, toegewezen*, open order qty, order book",
    "INCOMING": "bestellt*, besteld*, unterwegs*, erwartet*, verwacht*",
    "SALE": "verkauft*, verkocht*, vendid*, vendut*, vendue*",
    "RECEIVED": "geliefert*, geleverd*, ontvangen*, erhalten*, recibid*, recebid*, ricevut*, "
    "recue*, livree*, livres, livre, entregad*",
    "VALUE": "valoriza*, valoris*, valutat*, bewertet*, gewaardeerd*",
    "CURRENT": "aktuell*, huidig*, gegenwartig*, attual*, actuel*",
    "AVERAGE": "durchschnitt*, gemiddeld*, mittler*, moyenn*",
    "LAST": "letzt*, laatst*, dernier*, ultim*",
    "COUNTED": "gezahlt*, geteld*, contad*, comptee*",
    "TOTAL": "gesamt*",
    "TARGET": "desir*, desead*, desejad*, gewunscht*, gewenst*, desiderat*, желаем*",
    # What will be, not what is: physical stock, more what is ordered, less what is promised.
    "FORECAST": "virtual, virtuel*, virtuell*, virtueel*, virtuale, theoretical, theoretisch*, "
    "theorique, teoric*, vorhergesagt*",
}
