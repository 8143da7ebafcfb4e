# Scenens texter på svenska.

stage = Det som sessionens server renderar
picture = Den renderade scenen
picture-description = Piltangenterna vrider vyn, plus och minus för den närmare eller längre bort, F visar hela scenen, M växlar mellan att kretsa och att gå, H visar alla tangenter.
tools = Verktyg
control-models = Modeller
control-upload = Ladda upp
control-orbit = Kretsa
control-walk = Gå
control-fit = Visa allt
control-reset = Första vyn
control-play = Spela
control-pause = Pausa
control-statistics = Statistik
control-screenshot = Skärmbild
control-full-screen = Helskärm
control-help = Hjälp
control-disconnect = Koppla från
control-with-key = { $name } ({ $key })
panel-close = Stäng
drop-here = Släpp filen för att läsa in den.
plain = { $text }

## Hur det står till med anslutningen

connecting = Ansluter…
connecting-granting = Ber tjänsten om tillträde.
connecting-signalling = Väntar på sessionens server.
connecting-negotiating = Söker en väg för bilderna.
connecting-first-frame = Väntar på den första bilden.
reconnecting = Anslutningen bröts. Återansluter…
reconnecting-advice = Försök { $attempt }. Scenen finns kvar i { $seconds } s till.
reconnecting-late = Försök { $attempt }. Servern har inte kvar scenen längre. Det du har läst in läses in igen när anslutningen är tillbaka.
again = Anslutningen var borta för länge, och servern har släppt scenen. Det du hade läst in läses in igen.
refused-busy = En annan enhet är ansluten.
refused-busy-advice = En session visar sina bilder för en enhet åt gången. Koppla från den andra och försök igen.
refused-token = Tillståndet att ansluta gäller inte längre.
refused-token-advice = Det gäller en gång och i en minut. Försök igen: sidan ber om ett nytt.
refused-resume = Scenen finns inte längre.
refused-resume-advice = Anslutningen var borta för länge. Försök igen: det du har läst in läses in igen.
refused-hello = Sessionens server och den här sidan förstår inte varandra.
refused-hello-advice = De kan vara av olika versioner. Läs in sidan på nytt och försök igen.
ended-stopped = Sessionen stoppades.
ended-expired = Sessionens lånetid är slut.
ended-replaced = Du har anslutit någon annanstans.
ended-replaced-advice = Bilderna kommer dit nu. Försök igen för att få dem hit.
ended-failed = Sessionens server slutade fungera.
ended-failed-advice = Försök igen. Om det inte hjälper, skapa en ny session.
session-over = Den här sessionen är slut.
session-over-advice = Dess server och det som fanns i scenen är borta. Skapa en ny session för att fortsätta.
closed = Frånkopplad
closed-advice = Scenen släpptes. Sessionen fortsätter tills den stoppas eller lånetiden tar slut.
failed = Ingen anslutning
failed-protocol = Sessionens server svarar på ett sätt som den här sidan inte känner till. Läs in sidan på nytt och försök igen.
failed-insecure = Den här sidan är säker (https) och sessionens server är det inte: det förbjuder webbläsare. Den som driver tjänsten kan ge den ett certifikat.
failed-unreachable = Sessionens server svarar inte. Kontrollera att det här nätverket släpper fram WebSockets till den och försök igen.
failed-lost = Anslutningen bröts och kom inte tillbaka. Kontrollera nätverket och försök igen.
failed-no-video = Den här webbläsaren kan inte spela upp H.264, varken med WebRTC eller WebCodecs. Använd en aktuell webbläsare.
failed-picture = Webbläsaren kan inte visa bilden. Läs in sidan på nytt och försök igen.
grant-simulated = Den här tjänstens servrar är simulerade: det finns inget att ansluta till. Den som driver den startar riktiga med --allocator process.
grant-starting = Sessionen har ingen server än. Vänta tills den är klar och försök igen.
grant-failed = Sessionen har ingen server längre: den slutade fungera. Skapa en ny session.
grant-silent = Sessionens server svarar inte tjänsten. Försök igen; om det inte hjälper, skapa en ny session.
action-retry = Försök igen
action-reopen = Anslut igen
action-sessions = Alla sessioner
empty = Scenen är tom.
empty-advice = Läs in någon av de här modellerna, eller släpp en glTF-fil (.glb) här.
empty-all = Alla modeller
checkerboard = Mer än 20 miljoner polygoner syns: en Standard-session visar ett schackmönster i stället. En Premium-session visar dem; eller ta bort modeller ur scenen.

## Inläsning av modeller

load-waiting = väntar
load-uploading = laddar upp: { $done } av { $total }
load-fetching = hämtar: { $done } av { $total }
load-fetching-some = hämtar: { $done }
load-reading = läser
load-preparing = förbereder
load-progress = Läser in { $name }
load-cancel = Avbryt
load-cancel-named = Avbryt inläsningen av { $name }
load-dismiss = Dölj
load-preload = En modell som sessionen skapades med kunde inte läsas in.
load-not-found = Det finns ingen sådan modell. Den kan ha flyttats: titta i listan igen.
load-not-allowed = Den som driver tjänsten tillåter inte modeller därifrån.
load-too-large = Modellen är större än vad tjänsten tar emot.
load-too-large-for = Filen är större än vad tjänsten tar emot: högst { $most }.
load-broken = Filen är ingen glTF-modell, eller så är den trasig. Exportera den på nytt som .glb-fil.
load-unsupported = Filen behöver ett tillägg eller en version av glTF som inte stöds. Exportera den som glTF 2.0 utan sådana tillägg.
load-extensions = Filen behöver tillägg till glTF som inte stöds: { $names }. Exportera den utan dem.
load-unreachable = Modellens adress svarade inte som den skulle. Kontrollera den och försök igen.
load-status = Modellens adress svarar med statuskoden { $status }. Kontrollera den, och om den fortfarande gäller.
load-lost = Anslutningen till sessionens server bröts på vägen. Försök igen när den är tillbaka.
load-memory = Modellen får inte plats i serverns minne. Ta bort andra ur scenen, eller använd en enklare.
load-busy = För mycket läses in samtidigt. Vänta tills det är klart och försök igen.
load-failed = Något gick fel på vägen. Försök igen.

## Modellerna

models = Modeller
models-in-scene = I scenen
models-none = Inga än.
models-remove = Ta bort
models-remove-named = Ta bort { $name }
models-add = Lägg till en modell
models-search = Sök modeller
models-not-found = Ingen modell heter så.
models-more = { $count ->
    [one] En till: sök för att hitta den.
   *[other] { $count } till: sök för att hitta dem.
}
triangles = { $number ->
    [one] { $number } triangel
   *[other] { $number } trianglar
}

## Exemplen

sample-gears = Kugghjul
sample-materials = Material
sample-terrain = Terräng
sample-terrain-million = Terräng med en miljon trianglar
sample-alpha = Genomskinlighet
sample-windmill = Väderkvarn

## Modeller på adresser

address = Läs in från en adress
address-load = Läs in
address-hint = Https-adressen till en .glb-fil. Modeller får komma från: { $hosts }.
address-https = Adressen måste börja med https://.
address-wrong = Det är ingen adress som går att fråga.
address-user = Ta bort användarnamn och lösenord ur adressen.
address-elsewhere = Modeller får inte komma från { $host }, bara från: { $hosts }.
address-too-long = Adressen är för lång: högst { $most } tecken.

## Statistik

figures = Statistik
figures-latency = Från kamera till bildpunkt
figures-latency-value = { $middle } ms (senaste: { $newest } ms)
figures-frames = Bilder per sekund
figures-bit-rate = Bithastighet
figures-loss = Förlust
figures-round-trip = Tur och retur
figures-render = Rendering
figures-encode = Kodning
figures-decode = Avkodning
figures-size = Bild
figures-triangles = Synliga trianglar
figures-codec = Kodek
figures-transport = Transport
figures-dropped = Bilder som inte visats
figures-renderer = Grafikenhet
figures-number = { $number }
graph-title = { $name }, senaste minuten
graph-label = { $name }, senaste minuten: { $low } till { $high }, hälften under { $middle }
graph-empty = { $name }, senaste minuten: inget uppmätt än
milliseconds = { $number } ms
percent = { $number } %
bytes = { $number } B
bytes-kilo = { $number } kB
bytes-mega = { $number } MB
bytes-giga = { $number } GB
bit-rate = { $number } bit/s
bit-rate-kilo = { $number } kbit/s
bit-rate-mega = { $number } Mbit/s

## Tangenter och gester

help = Hjälp
help-focus = Tangenterna verkar medan bilden eller verktygsfältet har fokus: klicka på bilden, eller gå dit med Tab.
help-keys = Tangenter
help-key = Tangent
help-does = Vad den gör
help-gestures = Mus, penna och fingrar
help-mouse = Mus eller penna
help-touch = Fingrar
help-turn = vrida vyn
help-pan = flytta vyn
help-zoom = närmare och längre bort
help-walk = gå (i gångläge)
help-rise = ner och upp (i gångläge)
help-faster = fortare (i gångläge)
help-escape = stänga den här panelen
help-change = växla mellan att kretsa och att gå
help-play = pausa och spela det som rör sig
help-drag = dra
help-finger = ett finger
help-right-drag = dra med höger knapp eller med Skift
help-fingers = två fingrar
help-wheel = hjul
help-pinch = nyp
help-drop = släpp en fil
help-no-touch = knappen Ladda upp
help-upload = läsa in en modell
key-arrows = Pilar
key-shift = Skift
key-escape = Esc
key-home = Home
key-delete = Delete

## Det som sägs till den som inte ser skärmen

said-connected = Ansluten: bilden är här.
said-loaded = { $name } är i scenen.
said-not-loaded = { $name } kunde inte läsas in.
said-orbit = Kretsar.
said-walk = Går.
said-playing = Spelar.
said-paused = Pausad.
said-saved = Sparad som { $name }.
said-not-saved = Bilden kunde inte sparas. Försök igen.
