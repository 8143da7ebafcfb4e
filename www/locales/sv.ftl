# Konsolens texter på svenska. Ett meddelande per text; koden innehåller aldrig några.

product = Remote Rendering
language = Språk
language-missing = Språket kunde inte läsas in. Kontrollera nätverket och välj det igen.

## Inloggning

sign-in-lead = Låna en renderingsserver i regionen närmast dig och lämna tillbaka den när du är klar.
sign-in = Logga in
sign-in-running = Loggar in…
sign-in-cancel = Avbryt
sign-in-more = Kontodomän och API-generation
sign-in-privacy = Nyckeln finns bara i den här sidans minne. Den sparas aldrig och försvinner när du stänger sidan.
sign-out = Logga ut

endpoint = Slutpunkt
endpoint-hint = Tjänstens URL eller en regions kortnamn.
endpoint-empty = Ange slutpunkten, till exempel http://127.0.0.1:8080.
endpoint-invalid = Det här är ingen slutpunkt. Ange en URL, till exempel http://127.0.0.1:8080, eller en regions kortnamn, till exempel westeurope.
endpoint-scheme = En slutpunkt börjar med https:// eller http://.
endpoint-extra = Ta bort användare (”@”), frågesträng (”?”) och fragment (”#”): inget av dem ingår i en slutpunkt.

account-id = Konto-ID
account-id-hint = Ett GUID: 32 hexadecimala siffror i fem grupper.
account-id-empty = Ange konto-ID:t.
account-id-invalid = Det här är inget konto-ID. Ett konto-ID är ett GUID, till exempel 1b405859-8af9-47e6-941d-9205163c0f63.

secret-kind = Logga in med
secret-show = Visa
secret-hide = Dölj
account-key = Kontonyckel
account-key-hint = Kontots primära eller sekundära nyckel.
key-empty = Ange kontonyckeln.
key-invalid = Det här är ingen kontonyckel: texten är inte base64. Kopiera hela nyckeln, till och med det sista ”=”.
access-token = Åtkomsttoken
access-token-hint = En token som kontots tokentjänst har utfärdat.
token-empty = Klistra in en åtkomsttoken.
token-invalid = Det här är ingen åtkomsttoken: en sådan har tre delar med punkter emellan. Kopiera hela tokenen.

account-domain = Kontodomän
account-domain-hint = Bara om tokentjänsten finns någon annanstans: dess domän eller URL. Lämna tomt om du har en egen tjänst.
generation = API-generation
generation-hint = v1 är för tjänster och skript från före 2021; då väljer du inte själv sessionernas ID.

profile = Sparad profil
profile-other = Ingen av dessa
profile-forget = Glöm
remember-profile = Kom ihåg slutpunkten och kontot i den här webbläsaren
keep-token = Förbli inloggad så länge fliken är öppen: sparar tokenen, aldrig nyckeln

config-file-label = Inställningar från en fil
config-file-hint = Välj arrconfig.json eller släpp filen här. Fälten nedan fylls i från den.
file-read = Fälten nedan har fyllts i från { $name }.
file-partly-read = { $name } har lästs in, men en del av innehållet går inte att använda:
file-too-large = { $name } är för stor för att vara en arrconfig.json. Inget har ändrats.
file-unreadable = { $name } gick inte att läsa. Inget har ändrats.
file-not-json = { $name } är inte JSON. Välj kontots arrconfig.json. Inget har ändrats.
file-no-settings = { $name } innehåller inga kontoinställningar. Välj kontots arrconfig.json. Inget har ändrats.
setting-unfilled = inte ifyllt än. Ersätt texten inom vinkelparenteser.
size-invalid = ingen giltig storlek. Skriv standard eller premium.

## Sandlådan

sandbox-offer = Ingen tjänst till hands?
sandbox-about = Prova sandlådan: en sessionstjänst som simuleras på den här sidan, utan konto, server eller kostnad. Allt glöms när du lämnar den eller läser in sidan igen.
sandbox-enter = Prova sandlådan
sandbox-missing = Sandlådan kunde inte läsas in. Kontrollera nätverket och försök igen.
sandbox-mark = Sandlåda
sandbox-mark-about = en simulering: ingen server lånas
sandbox-leave = Lämna sandlådan
sandbox-page = { $title } (sandlåda)
sandbox-snippets = I sandlådan leder anropen ingenstans: med en tjänst står dess adress i stället för sandbox.invalid.

## Sidan för den som är inloggad

profile-endpoint = Slutpunkt
profile-account = Konto
profile-token = Token
profile-token-renewed = förnyas före { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
profile-token-until = till { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
token-expiring = Din åtkomsttoken går ut kl. { $time }, och utan kontonyckeln kan sidan inte hämta en ny. Dina sessioner fortsätter: logga in igen för att sköta dem.
offline = Enheten är offline. Sessionerna fortsätter, och det som visas kan vara gammalt; sidan frågar igen så snart det finns ett nätverk.
token-sign-in-again = Logga in igen
settings = Inställningar

## Regioner

regions-title = Regioner
regions-measure = Mät igen
regions-cancel = Avbryt mätningen
regions-download = Ladda ned mätvärden (CSV)
regions-legend = Korta streck: mätvärden. Band: där svarstiden ligger. Markering: bästa uppskattning. Streckade linjer: rekommenderad under 70 ms, godtagbar under 100 ms.
regions-documented = Tjänsten har ingen lista över sina regioner. Här visas de dokumenterade.

race-none = Ingen mätning gjord än.
race-running = Mäter svarstiden till alla regioner…
race-provisional = { $region } verkar närmast hittills.
race-stopped = Mätningen avbröts innan någon region hade svarat.
race-stopped-with = Mätningen avbröts. { $region } verkade närmast dittills.

verdict-nearest =
    { $region } är närmast: { $milliseconds } ms, { $behind } ms före { $second } ({ $certainty } % säkert, { $seconds } s, { $requests ->
        [one] 1 förfrågan
       *[other] { $requests } förfrågningar
    }).
verdict-alone =
    { $region } är närmast: { $milliseconds } ms. Ingen annan region gav något svar att jämföra med ({ $seconds } s, { $requests ->
        [one] 1 förfrågan
       *[other] { $requests } förfrågningar
    }).
verdict-close =
    { $region } och { $rivals } är lika nära, såvitt det går att mäta. Väljer { $region }: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] 1 förfrågan
       *[other] { $requests } förfrågningar
    }).
verdict-close-many =
    { $region } och { $count } till är lika nära, såvitt det går att mäta. Väljer { $region }: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] 1 förfrågan
       *[other] { $requests } förfrågningar
    }).
verdict-unsure =
    Tiden tog slut innan det var säkert. Väljer { $region }, som verkar närmast: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] 1 förfrågan
       *[other] { $requests } förfrågningar
    }). Mät igen när nätverket är lugnare.
verdict-no-regions = Tjänsten har inga regioner att mäta.
verdict-silent = Ingen region svarade i tid. Kontrollera nätverket och mät igen.
verdict-offline = Den här enheten är offline. Anslut den till nätverket och mät igen.
verdict-insecure = En säker sida kan inte mäta regioner på http-adresser. Öppna konsolen direkt från tjänsten eller välj region manuellt.
verdict-unreachable = Ingen region kan nås. Orsaken står vid varje region nedan. Kontrollera nätverket och mät igen, eller välj region manuellt.

region-round-trip = { $milliseconds } ms
region-about = cirka { $milliseconds } ms
region-interval = { $low } till { $high } ms
region-loss = { $percent } %
region-waiting = väntar
region-racing = kvar i mätningen
region-leads = närmast hittills
region-nearest = närmast
region-equally-near = lika nära
region-undecided = inte avgjort
region-slower = längre bort
region-slow-start = längre bort, att döma av första svaret
region-silent = svarar inte, alltså inte nära
region-too-far = för långt bort för att vara närmast
region-unreachable = inget svar: ingen tjänst lyssnar där
region-lost = inget svar i tid
region-offline = inte mätt: den här enheten är offline
region-insecure = inte mätt: adressen är http och den här sidan är säker
region-redirected = inte mätt: mätadressen leder någon annanstans
region-cached = inte mätt: en cache svarade i stället
region-status = inte mätt: mätadressen svarar med status { $status }
region-coarse = sidans egen: uppmätta tider kan vara för långa

fact-best = Bästa uppskattning
fact-interval = 95 %-intervall
fact-typical = Typiskt värde
fact-jitter = Jitter
fact-loss = Bortfall
fact-samples = Mätvärden
fact-requests = Förfrågningar
fact-clock = Klocka

latency-recommended = Rekommenderad
latency-acceptable = Godtagbar
latency-poor = Dålig

## Skapa en session

create-title = Ny session
create-region = Region
create-region-nearest = Närmast: { $region }
create-region-measuring = Närmast (mäter…)
create-region-option = { $region } ({ $milliseconds } ms)
create-size = Storlek
size-standard = Standard
size-standard-hint = Upp till 20 miljoner polygoner
size-premium = Premium
size-premium-hint = Obegränsat antal polygoner
create-lease = Lånetid (tt:mm)
create-lease-hint = Hur länge sessionen får vara redo, högst 24:00. Lånetiden kan förlängas senare.
create-lease-presets = Vanliga lånetider
lease-preset-30 = 30 min
lease-preset-60 = 1 tim
lease-preset-240 = 4 tim
lease-invalid = Ange timmar och minuter, till exempel 01:30.
lease-too-short = Lånetiden måste vara minst en minut.
lease-too-long = Lånetiden får vara högst 24:00.
lease-negative = Lånetiden får inte vara negativ.
create-more = Sessions-ID
create-id = Sessions-ID
create-id-hint = Ett eget namn, om du vill: bokstäver (a–z, A–Z), siffror, ”-” och ”_”.
session-id-empty = Ange ett sessions-ID.
session-id-too-long = Ett sessions-ID får ha högst 256 tecken.
session-id-character = Ett sessions-ID får bara innehålla bokstäver (a–z, A–Z), siffror, ”-” och ”_”.
create-submit = Skapa session
create-running = Skapar…
create-cost = Högst { $cost } för den här lånetiden, { $price } per timme.
create-price = { $cost } per timme.
create-cost-unknown = Ange ett pris för att se kostnaden.
create-set-prices = Ange priser
create-fallback =
    { $next ->
        [both] Om ingen server är ledig där: Premium, sedan { $regions }.
        [size] Om ingen server är ledig där: Premium.
       *[regions] Om ingen server är ledig där: { $regions }.
    }
create-step = { $size } i { $region }
create-next = Ingen server är ledig: { $failed }. Försöker med { $present }…
create-instead = Ingen server var ledig: { $failed }. Skapade { $present } i stället.
create-no-server = Ingen server är ledig: { $steps }. Försök igen senare eller välj en annan region.

## Sessioner

sessions-title = Sessioner
sessions-refresh = Uppdatera
sessions-loading = Hämtar sessioner från alla regioner…
sessions-empty = Inga sessioner än. De du skapar visas här.
sessions-live =
    { $count ->
        [0] Ingen server är lånad.
        [one] En session startar eller är redo.
       *[other] { $count } sessioner startar eller är redo.
    }
sessions-cost = Tillsammans { $price } per timme, och högst { $cost } tills lånetiderna är slut.
sessions-stop-all = Stoppa alla { $count } som visas
sessions-not-listed = Sessionerna i de här regionerna gick inte att hämta: { $regions }

sessions-search = Sök sessioner
sessions-which = Vilka sessioner
sessions-which-all = Alla sessioner
sessions-which-live = Startar och redo
sessions-which-ended = Avslutade
sessions-order = Ordning
sessions-order-newest = Nyaste först
sessions-order-lease-end = Lånetiden slutar först
sessions-order-id = Efter sessions-ID
sessions-order-region = Efter region
sessions-shown =
    { $count ->
        [one] { $shown } av { $count } session
       *[other] { $shown } av { $count } sessioner
    }
sessions-show-all = Visa alla
sessions-none-match = Ingen session matchar.

column-session = Session
column-status = Status
column-lease = Lånetid
column-host = Värd
column-actions = Åtgärder

status-starting = Startar
status-ready = Redo
status-error = Misslyckades
status-expired = Utgången
status-stopped = Stoppad

lease-starting = startar sedan { $since }
lease-left = { $left } kvar
lease-stops-in = stoppas om { $left }
lease-ready-for = redo i { $time }
lease-ready-for-cost = redo i { $time }: { $cost }
lease-not-running = Börjar när sessionen är redo
host-ports = Handskakningsport { $handshake }, inspector-port { $inspector }

action-connect = Anslut
action-connect-session = Anslut till session { $id }
action-extend = Förläng
action-extending = Förlänger…
action-extend-session = Förläng session { $id }
action-stop = Stoppa
action-stopping = Stoppar…
action-stop-session = Stoppa session { $id }
action-undo = Ångra
action-undo-session = Ångra: behåll session { $id }
action-dismiss = Dölj
action-dismiss-session = Dölj session { $id }

extend-title = Förläng lånetiden
extend-present = Lånetiden är totalt { $lease }, räknat från det att sessionen blev redo.
extend-steps = Lägg till lånetid
extend-15 = +15 min
extend-30 = +30 min
extend-60 = +1 tim
extend-total = Ny total lånetid (tt:mm)
extend-hint = Högst 24:00.
extend-ends = Den slutar { $from }; förlängd slutar den { $to }.
extend-not-longer = Den nya lånetiden måste vara längre än den nuvarande.
extend-confirm = Förläng
extend-cancel = Avbryt

stopping =
    { $count ->
        [one] Session { $ids } är på väg att stoppas.
       *[other] { $count } sessioner är på väg att stoppas.
    }
stopping-undo = Ångra
stopping-now = Stoppa nu

guard-warning =
    { $count ->
        [one] Lånetiden för session { $ids } är slut kl. { $time }.
       *[other] Lånetiden är snart slut för { $count } sessioner, den första kl. { $time }: { $ids }.
    }
guard-extend = Förläng med { $minutes } min
guard-dismiss = Stäng
guard-title = { $left } kvar: { $id }

leave-title = Dina sessioner fortsätter
leave-goes-on =
    { $count ->
        [one] En session som du har skapat här fortsätter utan den här sidan.
       *[other] { $count } sessioner som du har skapat här fortsätter utan den här sidan.
    }
leave-until =
    { $count ->
        [one] En session som du har skapat här fortsätter utan den här sidan, senast till kl. { $time }.
       *[other] { $count } sessioner som du har skapat här fortsätter utan den här sidan, senast till kl. { $time }.
    }
leave-cost = Det kan kosta { $cost } till.
leave-stay = Förbli inloggad
leave-go = Logga ut, låt dem köra
leave-stop-and-go = Stoppa dem och logga ut
leave-stop = Stoppa dem

## Inställningar

settings-title = Inställningar
settings-save = Spara
settings-cancel = Avbryt
prices = Vad en server kostar per timme
prices-hint = Tjänsten talar inte om det. Där ett fält är tomt visas ingen kostnad.
price-standard = Standard
price-premium = Premium
price-invalid = Det är inget belopp. Skriv till exempel 3,50.
currency = Valuta
currency-invalid = Skriv valutans tre bokstäver, till exempel SEK eller EUR.
rules = När en session glöms bort
rules-hint = Gäller de sessioner som du skapar i den här fliken, så länge den är öppen. Du varnas i alla fall innan en lånetid är slut.
rule-warn = Varna mig bara
rule-extend = Förläng lånetiden med 30 min varje gång
extend-to = Upp till den här lånetiden totalt (tt:mm)
rule-stop = Stoppa den när ingen använder sidan
stop-after = Så här länge (tt:mm)
notifications-granted = Webbläsaren meddelar dig medan du tittar någon annanstans.
notifications-unasked = Webbläsaren kan meddela dig medan du tittar någon annanstans.
notifications-refused = Inga meddelanden: webbläsaren eller enheten tillåter dem inte för den här sidan.
notifications-allow = Tillåt meddelanden

moment = { DATETIME($time, dateStyle: "medium", timeStyle: "medium") }
time-of-day = { DATETIME($time, timeStyle: "medium") }
duration-hours = { $hours } tim { $minutes } min
duration-minutes = { $minutes } min
duration-seconds = { $seconds } s

## Sidan för en session

session-title = { $id } – { product }
session-back = Alla sessioner
session-loading = Hämtar sessionen…
session-retry = Försök igen
session-region-unknown = Tjänsten har ingen region { $region }.
session-region-unknown-advice = Kontrollera länken, och att du är inloggad i den tjänst som den kommer från.

view-back = Sessionens sida
view-missing = Det som visar bilden kunde inte läsas in. Kontrollera nätverket och försök igen.
view-over = Den här sessionen är slut: det finns inget kvar att ansluta till.

timeline-title = Förlopp
timeline-created = Skapad
timeline-lease-ends = Lånetiden slutar
timeline-between = mellan { $earliest } och { $latest }
timeline-seen = sett { $time }
timeline-earliest = tidigast { $time }, om den inte förlängs

properties-title = Egenskaper
property-id = Sessions-ID
property-host = Värd
property-handshake = Handskakningsport
property-inspector = Inspector-port
property-region = Region
property-size = Storlek
property-status = Status
property-error = Fel
property-lease = Lånetid totalt
property-ready-for = Redo i
property-power = Beräkningskraft
property-power-value = { $teraflops } TFLOPS
property-created = Skapad
property-seen = Enligt svar
property-json = JSON
property-json-hint = Tjänstens svar från { $time }, med tillagda radbrytningar.

copy = Kopiera
copy-what = Kopiera: { $what }
copy-done = Kopierat: { $what }
copy-refused = Inget kopierades: webbläsaren tillåter det inte. Markera texten och kopiera den för hand.

snippets-title = Samma anrop på annat håll
snippets-language = Skrivna för
snippets-hint = Varken nyckel eller token skrivs ut: kontots nyckel hämtas från { $key }, tokenen från { $token }.
snippet-token = Hämta en token
snippet-read = Läs sessionen
snippet-extend = Förläng lånetiden
snippet-stop = Stoppa den

calls-title = Anrop som rörde den
calls-none = Inga sedan du loggade in.

## Aktivitet

activity-title =
    { $count ->
        [one] Aktivitet (1 anrop)
       *[other] Aktivitet ({ $count } anrop)
    }
activity-search = Sök anrop
activity-search-hint = En del av URL:en, statusen eller MS-CV.
activity-failed-only = Bara misslyckade anrop
activity-matches =
    { $count ->
        [0] Inget anrop matchar. Sök efter något annat, eller visa alla anrop igen.
        [one] Ett anrop matchar.
       *[other] { $count } anrop matchar.
    }
activity-shown =
    { $dropped ->
        [0] { $shown } av { $count } anrop visas.
        [one] { $shown } av { $count } anrop visas. Ett äldre anrop finns inte kvar.
       *[other] { $shown } av { $count } anrop visas. { $dropped } äldre anrop finns inte kvar.
    }
activity-more = Visa { $count } till
activity-no-answer = inget svar
activity-took = { $count } ms
activity-attempt = försök { $count }
activity-given-up = avbrutet innan något svar kom
activity-export = Exportera (HAR)
activity-export-hint = Alla anrop som finns kvar, i en fil för nätverksverktyg. Nycklar och token är borttagna, men inte sessionernas och värdarnas namn.

## Vad som gick fel och vad du kan göra

failure-details = Information om anropet
failure-call = Anrop
failure-status = Status
failure-sent = Skickat
failure-attempts =
    { $attempts ->
        [one] en gång
       *[other] { $attempts } gånger
    }
failure-retry-after =
    { $seconds ->
        [one] Tjänsten ber dig vänta en sekund.
       *[other] Tjänsten ber dig vänta { $seconds } sekunder.
    }

failure-offline = Den här enheten är offline.
failure-offline-advice = Anslut den till nätverket och försök igen.
failure-unreachable = Ingenting svarar på den här slutpunkten.
failure-unreachable-advice = Kontrollera adressen och porten och att tjänsten är i gång.
failure-cors-refused = Slutpunkten svarar men tillåter inte anrop från den här sidan.
failure-cors-refused-advice = Den skickar inga CORS-huvuden för sidans adress. Är det en Remote Rendering-tjänst? Be i så fall den driftansvariga att tillåta sidan.
failure-insecure = En säker sida kan inte anropa en osäker slutpunkt.
failure-insecure-advice = Använd en slutpunkt som börjar med https:// eller öppna konsolen direkt från tjänsten.
failure-interrupted = Svaret avbröts.
failure-interrupted-advice = Nätverket är instabilt. Försök igen.
failure-timeout = Inget svar i tid.
failure-timeout-advice = Tjänsten är upptagen eller nätverket långsamt. Försök igen om en stund.
failure-bad-request = Tjänsten godtog inte förfrågan.
failure-bad-request-advice = Tjänstens eget meddelande anger vad som behöver ändras.
failure-unauthorized = Tjänsten godtar inte konto-ID:t tillsammans med den här nyckeln eller tokenen.
failure-unauthorized-advice = Kontrollera konto-ID:t och kopiera nyckeln eller tokenen på nytt: den kan ha bytts ut.
failure-forbidden = Åtgärden är inte tillåten.
failure-forbidden-advice = Tokenen tillhör ett annat konto, eller så saknar dess roll behörighet.
failure-not-found = Det finns ingen sådan session i den här regionen.
failure-not-found-advice = Den kan finnas i en annan region eller ha tagits bort 30 dagar efter att den avslutades.
failure-conflict = Sessions-ID:t är upptaget.
failure-conflict-advice = Det används av en annan session med andra inställningar. Välj ett annat ID.
failure-lease-refused = Lånetiden godtogs inte.
failure-lease-refused-advice = Den måste vara längre än den nuvarande och högst 24:00.
failure-throttled = För många anrop.
failure-throttled-advice = Tjänsten ber om lägre takt. Försök igen lite senare.
failure-service-failed = Det uppstod ett fel i tjänsten.
failure-service-failed-advice = Försök igen om en stund. Om felet kvarstår: ge den driftansvariga MS-CV-värdet nedan.
failure-unexpected-status = Tjänsten gav ett oväntat svar.
failure-unexpected-status-advice = Är slutpunkten en Remote Rendering-tjänst?
failure-invalid-answer = Svaret kommer inte från en Remote Rendering-tjänst.
failure-invalid-answer-advice = Det är inte den JSON som tjänsten skulle skicka. Kontrollera slutpunkten: det kan vara en proxy eller en annan webbserver som svarar.
failure-token-expired = Åtkomsttokenen har gått ut.
failure-token-expired-advice = Hämta en ny från tokentjänsten och logga in med den.
failure-invalid-token = Det här är ingen åtkomsttoken.
failure-invalid-token-advice = Kopiera hela tokenen: den har tre delar med punkter emellan.
failure-credential-failed = Det gick inte att hämta någon token.
failure-credential-failed-advice = Logga in igen.
failure-foreign-link = Listan över sessioner hänvisar till en annan tjänst. Hänvisningen följdes inte.
failure-foreign-link-advice = Slutpunkten är inte vad den ser ut att vara. Meddela den driftansvariga.
