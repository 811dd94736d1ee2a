"""What the customers of the sample company say: sentences written for this project, by topic.

Each sentence stands alone; one or two of them make a comment. LIKES, NEUTRAL and DISLIKES hold
the usual year, RELEASE what people said after the bad release of October.
"""

LIKES = {
    "en": [
        "Planning the week takes half the time now.",
        "Support is friendly and really knows the product.",
        "I love the drag and drop calendar.",
        "Great value for a workshop of our size.",
        "Easy to learn, the new colleague was productive on day one.",
        "The mobile app is excellent out in the field.",
        "Invoices go out the same day, wonderful.",
        "Reliable and fast, we would not want to be without it.",
    ],
    "sv": [
        "Veckoplaneringen går dubbelt så fort nu.",
        "Supporten är snabb och trevlig.",
        "Väldigt lätt att komma igång.",
        "Kalendern är en fröjd att jobba i.",
        "Prisvärt för en verkstad av vår storlek.",
        "Appen fungerar utmärkt ute hos kund.",
        "Fakturorna går iväg samma dag, toppen.",
        "Vi skulle inte vilja vara utan det.",
    ],
    "da": [
        "Ugeplanen tager nu det halve af tiden.",
        "Supporten er hurtig og venlig.",
        "Meget nemt at komme i gang.",
        "Kalenderen er en fornøjelse at bruge.",
        "God pris for et værksted som vores.",
        "Appen virker fremragende ude hos kunden.",
        "Fakturaerne bliver sendt samme dag, dejligt.",
        "Vi vil nødig undvære det.",
    ],
    "no": [
        "Ukeplanen tar halvparten av tiden nå.",
        "Kundestøtten er rask og hyggelig.",
        "Veldig enkelt å komme i gang.",
        "Kalenderen er en fryd å bruke.",
        "God verdi for et verksted på vår størrelse.",
        "Appen fungerer utmerket ute hos kunden.",
        "Fakturaene går ut samme dag, supert.",
        "Vi ville ikke vært uten det.",
    ],
}

NEUTRAL = {
    "en": [
        "It does what it should.",
        "We mostly use the calendar and the stock list.",
        "Dark mode is on our wish list.",
        "Have not tried the new reports yet.",
        "We moved over from spreadsheets in spring.",
    ],
    "sv": [
        "Den gör vad den ska.",
        "Vi använder mest kalendern och lagerlistan.",
        "Mörkt läge står på önskelistan.",
        "Har inte provat de nya rapporterna än.",
        "Vi gick över från kalkylark i våras.",
    ],
    "da": [
        "Den gør, hvad den skal.",
        "Vi bruger mest kalenderen og lagerlisten.",
        "Mørk tilstand står på ønskelisten.",
        "Har ikke prøvet de nye rapporter endnu.",
        "Vi skiftede fra regneark i foråret.",
    ],
    "no": [
        "Den gjør det den skal.",
        "Vi bruker mest kalenderen og lagerlisten.",
        "Mørk modus står på ønskelisten.",
        "Har ikke prøvd de nye rapportene ennå.",
        "Vi gikk over fra regneark i vår.",
    ],
}

DISLIKES = {
    "en": [
        "Too expensive for what we use.",
        "The reports are slow and confusing.",
        "Waited three days for an answer, disappointing.",
        "Setting up permissions was difficult.",
        "The stock list is missing a decent search.",
        "The manual is poor, I had to guess.",
    ],
    "sv": [
        "För dyrt för det vi använder.",
        "Rapporterna är långsamma och röriga.",
        "Fick vänta tre dagar på svar.",
        "Krångligt att sätta upp behörigheter.",
        "Lagerlistan saknar en vettig sökning.",
        "Handboken är dålig, jag fick gissa.",
    ],
    "da": [
        "For dyrt i forhold til det, vi bruger.",
        "Rapporterne er langsomme og rodede.",
        "Ventede tre dage på svar.",
        "Besværligt at sætte rettigheder op.",
        "Lagerlisten mangler en ordentlig søgning.",
        "Vejledningen er dårlig, jeg måtte gætte.",
    ],
    "no": [
        "For dyrt for det vi bruker.",
        "Rapportene er trege og rotete.",
        "Måtte vente tre dager på svar.",
        "Tungvint å sette opp tilganger.",
        "Lagerlisten mangler et skikkelig søk.",
        "Brukerveiledningen er dårlig, jeg måtte gjette.",
    ],
}

RELEASE = {
    "en": [
        "Since 5.0 the app crashes every morning, terrible.",
        "The new sync lost half of our bookings.",
        "Logging in fails again and again, very frustrating.",
        "5.0 is so slow that we are back to paper.",
        "Invoices are broken since the update and nobody answers.",
        "Worst update ever, please give us 4.9 back.",
        "Every page takes ages to load since the update.",
        "The calendar freezes as soon as two of us use it, so slow.",
        "If this goes on we are leaving before the renewal.",
    ],
    "sv": [
        "Sedan 5.0 kraschar appen varje morgon.",
        "Nya synkningen tappade hälften av våra bokningar.",
        "Inloggningen misslyckas gång på gång.",
        "5.0 är så långsam att vi är tillbaka på papper.",
        "Fakturorna är trasiga sedan uppdateringen och ingen svarar.",
        "Sämsta uppdateringen hittills, ge oss 4.9 tillbaka.",
        "Varje sida tar en evighet att ladda sedan uppdateringen.",
        "Kalendern hänger sig så fort två använder den, otroligt segt.",
        "Fortsätter det så här säger vi upp avtalet.",
    ],
    "da": [
        "Siden 5.0 går appen ned hver morgen.",
        "Den nye synkronisering mistede halvdelen af vores bookinger.",
        "Login fejler igen og igen.",
        "5.0 er så langsom, at vi er tilbage ved papir.",
        "Fakturaerne er i stykker siden opdateringen, og ingen svarer.",
        "Den værste opdatering til dato, giv os 4.9 tilbage.",
        "Hver side er en evighed om at loade siden opdateringen.",
        "Kalenderen fryser, så snart to bruger den, utrolig sløvt.",
        "Fortsætter det sådan, siger vi aftalen op.",
    ],
    "no": [
        "Siden 5.0 krasjer appen hver morgen.",
        "Den nye synkroniseringen mistet halvparten av bestillingene våre.",
        "Innloggingen feiler gang på gang.",
        "5.0 er så treg at vi er tilbake på papir.",
        "Fakturaene er ødelagt etter oppdateringen, og ingen svarer.",
        "Den verste oppdateringen hittil, gi oss 4.9 tilbake.",
        "Hver side bruker en evighet på å laste etter oppdateringen.",
        "Kalenderen henger seg så snart to bruker den, utrolig tregt.",
        "Fortsetter det slik, sier vi opp avtalen.",
    ],
}

TITLES = {
    "likes": {
        "en": ["Saves us hours", "Just works", "Great for small teams"],
        "sv": ["Sparar timmar", "Det bara fungerar", "Bra för små team"],
        "da": ["Sparer os timer", "Det virker bare", "God til små hold"],
        "no": ["Sparer oss for timer", "Det bare virker", "Bra for små team"],
    },
    "dislikes": {
        "en": ["Not for us", "Expected more", "Think twice"],
        "sv": ["Inget för oss", "Väntade mig mer", "Tänk efter en gång till"],
        "da": ["Ikke noget for os", "Havde ventet mere", "Tænk dig om"],
        "no": ["Ikke noe for oss", "Ventet meg mer", "Tenk deg om"],
    },
}
