# Les textes de la scène en français.

stage = Ce que rend le serveur de la session
picture = La scène rendue
picture-description = Les flèches tournent la vue, plus et moins la rapprochent ou l’éloignent, F montre toute la scène, M passe de l’orbite à la marche et inversement, H affiche toutes les touches.
tools = Outils
control-models = Modèles
control-upload = Téléverser
control-orbit = Orbite
control-walk = Marche
control-fit = Tout voir
control-reset = Vue initiale
control-play = Lecture
control-pause = Pause
control-statistics = Statistiques
control-screenshot = Capture
control-full-screen = Plein écran
control-help = Aide
control-disconnect = Déconnecter
control-with-key = { $name } ({ $key })
panel-close = Fermer
drop-here = Déposez le fichier pour le charger.
plain = { $text }

## État de la connexion

connecting = Connexion…
connecting-granting = Demande d’accès au service.
connecting-signalling = En attente du serveur de la session.
connecting-negotiating = Recherche d’un chemin pour les images.
connecting-first-frame = En attente de la première image.
reconnecting = Connexion perdue. Reconnexion…
reconnecting-advice = Tentative { $attempt }. La scène est conservée encore { $seconds } s.
reconnecting-late = Tentative { $attempt }. Le serveur ne conserve plus la scène. Ce que vous avez chargé le sera de nouveau au retour de la connexion.
again = La connexion a été coupée trop longtemps et le serveur a abandonné la scène. Ce que vous aviez chargé est rechargé.
refused-busy = Un autre appareil est connecté.
refused-busy-advice = Une session ne montre ses images qu’à un appareil à la fois. Déconnectez l’autre, puis réessayez.
refused-token = L’autorisation de se connecter n’est plus valable.
refused-token-advice = Elle vaut une fois et pendant une minute. Réessayez : la page en demande une nouvelle.
refused-resume = La scène n’existe plus.
refused-resume-advice = La connexion a été coupée trop longtemps. Réessayez : ce que vous avez chargé le sera de nouveau.
refused-hello = Le serveur de la session et cette page ne se comprennent pas.
refused-hello-advice = Leurs versions diffèrent peut-être. Rechargez la page, puis réessayez.
ended-stopped = La session a été arrêtée.
ended-expired = Le bail de la session est terminé.
ended-replaced = Vous vous êtes connecté ailleurs.
ended-replaced-advice = Les images arrivent là-bas maintenant. Réessayez pour les avoir ici.
ended-failed = Le serveur de la session est tombé en panne.
ended-failed-advice = Réessayez. Si le problème persiste, créez une nouvelle session.
session-over = Cette session est terminée.
session-over-advice = Son serveur et le contenu de la scène n’existent plus. Créez une nouvelle session pour continuer.
closed = Déconnecté
closed-advice = La scène a été abandonnée. La session continue jusqu’à son arrêt ou jusqu’à la fin de son bail.
failed = Pas de connexion
failed-protocol = Le serveur de la session répond d’une manière que cette page ne connaît pas. Rechargez la page, puis réessayez.
failed-insecure = Cette page est sécurisée (https) et le serveur de la session ne l’est pas : les navigateurs l’interdisent. Son exploitant peut donner un certificat au service.
failed-unreachable = Le serveur de la session ne répond pas. Vérifiez que ce réseau laisse passer les WebSockets jusqu’à lui, puis réessayez.
failed-lost = La connexion a été perdue et n’est pas revenue. Vérifiez le réseau, puis réessayez.
failed-no-video = Ce navigateur ne peut lire le H.264 ni par WebRTC ni par WebCodecs. Utilisez un navigateur récent.
failed-picture = Le navigateur ne peut pas afficher l’image. Rechargez la page, puis réessayez.
grant-simulated = Les serveurs de ce service sont simulés : il n’y a rien à quoi se connecter. Son exploitant en démarre de vrais avec --allocator process.
grant-starting = La session n’a pas encore de serveur. Attendez qu’elle soit prête, puis réessayez.
grant-failed = La session n’a plus de serveur : il est tombé en panne. Créez une nouvelle session.
grant-silent = Le serveur de la session ne répond pas au service. Réessayez ; si le problème persiste, créez une nouvelle session.
action-retry = Réessayer
action-reopen = Se reconnecter
action-sessions = Toutes les sessions
empty = La scène est vide.
empty-advice = Chargez l’un de ces modèles, ou déposez ici un fichier glTF (.glb).
empty-all = Tous les modèles
checkerboard = Plus de 20 millions de polygones sont visibles : une session Standard montre un damier à la place. Une session Premium les montre ; ou retirez des modèles de la scène.

## Chargement des modèles

load-waiting = en attente
load-uploading = envoi : { $done } sur { $total }
load-fetching = récupération : { $done } sur { $total }
load-fetching-some = récupération : { $done }
load-reading = lecture
load-preparing = préparation
load-progress = Chargement de { $name }
load-cancel = Annuler
load-cancel-named = Annuler le chargement de { $name }
load-dismiss = Retirer
load-preload = Un modèle avec lequel la session a été créée n’a pas pu être chargé.
load-not-found = Ce modèle n’existe pas. Il a peut-être été déplacé : consultez de nouveau la liste.
load-not-allowed = L’exploitant de ce service n’autorise pas les modèles de cette provenance.
load-too-large = Le modèle est plus grand que ce que ce service accepte.
load-too-large-for = Le fichier est plus grand que ce que ce service accepte : { $most } au plus.
load-broken = Le fichier n’est pas un modèle glTF, ou il est endommagé. Exportez-le de nouveau au format .glb.
load-unsupported = Le fichier exige une extension ou une version de glTF qui n’est pas prise en charge. Exportez-le en glTF 2.0, sans ces extensions.
load-extensions = Le fichier exige des extensions de glTF qui ne sont pas prises en charge : { $names }. Exportez-le sans elles.
load-unreachable = L’adresse du modèle n’a pas répondu comme il faut. Vérifiez-la, puis réessayez.
load-status = L’adresse du modèle répond avec le code { $status }. Vérifiez-la, et si elle est encore valable.
load-lost = La connexion au serveur de la session a été coupée en route. Réessayez quand elle sera rétablie.
load-memory = Le modèle ne tient pas dans la mémoire du serveur. Retirez-en d’autres de la scène, ou prenez-en un plus simple.
load-busy = Trop de chargements à la fois. Attendez qu’ils soient terminés, puis réessayez.
load-failed = Quelque chose a mal tourné. Réessayez.

## Les modèles

models = Modèles
models-in-scene = Dans la scène
models-none = Aucun pour l’instant.
models-remove = Retirer
models-remove-named = Retirer { $name }
models-add = Ajouter un modèle
models-search = Chercher un modèle
models-not-found = Aucun modèle ne porte un tel nom.
models-more = { $count ->
    [one] Un autre : cherchez pour le trouver.
   *[other] { $count } autres : cherchez pour les trouver.
}
triangles = { $number ->
    [one] { $number } triangle
   *[other] { $number } triangles
}

## Les exemples

sample-gears = Engrenages
sample-materials = Matériaux
sample-terrain = Relief
sample-terrain-million = Relief d’un million de triangles
sample-alpha = Transparence
sample-windmill = Moulin à vent

## Modèles à une adresse

address = Charger depuis une adresse
address-load = Charger
address-hint = L’adresse https d’un fichier .glb. Provenances autorisées : { $hosts }.
address-https = L’adresse doit commencer par https://.
address-wrong = Ce n’est pas une adresse utilisable.
address-user = Retirez le nom d’utilisateur et le mot de passe de l’adresse.
address-elsewhere = Les modèles ne peuvent pas venir de { $host }, mais seulement de : { $hosts }.
address-too-long = L’adresse est trop longue : { $most } caractères au plus.

## Statistiques

figures = Statistiques
figures-latency = De la caméra aux pixels
figures-latency-value = { $middle } ms (dernière : { $newest } ms)
figures-frames = Images par seconde
figures-bit-rate = Débit
figures-loss = Pertes
figures-round-trip = Aller-retour
figures-render = Rendu
figures-encode = Encodage
figures-decode = Décodage
figures-size = Image
figures-triangles = Triangles visibles
figures-codec = Codec
figures-transport = Transport
figures-dropped = Images non affichées
figures-renderer = Moteur de rendu
figures-number = { $number }
graph-title = { $name }, dernière minute
graph-label = { $name }, dernière minute : de { $low } à { $high }, la moitié sous { $middle }
graph-empty = { $name }, dernière minute : rien de mesuré pour l’instant
milliseconds = { $number } ms
percent = { $number } %
bytes = { $number } o
bytes-kilo = { $number } ko
bytes-mega = { $number } Mo
bytes-giga = { $number } Go
bit-rate = { $number } bit/s
bit-rate-kilo = { $number } kbit/s
bit-rate-mega = { $number } Mbit/s

## Touches et gestes

help = Aide
help-focus = Les touches agissent tant que l’image ou la barre d’outils a le focus : cliquez sur l’image, ou allez-y avec Tab.
help-keys = Touches
help-key = Touche
help-does = Effet
help-gestures = Souris, stylet et doigts
help-mouse = Souris ou stylet
help-touch = Doigts
help-turn = tourner la vue
help-pan = déplacer la vue
help-zoom = plus près, plus loin
help-walk = marcher (en mode marche)
help-rise = descendre, monter (en mode marche)
help-faster = plus vite (en mode marche)
help-escape = fermer ce panneau
help-change = passer de l’orbite à la marche et inversement
help-play = mettre en pause ou relancer ce qui bouge
help-drag = glisser
help-finger = un doigt
help-right-drag = glisser avec le bouton droit ou avec Maj
help-fingers = deux doigts
help-wheel = molette
help-pinch = pincer
help-drop = déposer un fichier
help-no-touch = bouton Téléverser
help-upload = charger un modèle
key-arrows = Flèches
key-shift = Maj
key-escape = Échap
key-home = Début
key-delete = Suppr

## Pour qui ne voit pas l’écran

said-connected = Connecté : l’image est là.
said-loaded = Dans la scène : { $name }.
said-not-loaded = Chargement impossible : { $name }.
said-orbit = Orbite.
said-walk = Marche.
said-playing = Lecture.
said-paused = En pause.
said-saved = Enregistré sous { $name }.
said-not-saved = L’image n’a pas pu être enregistrée. Réessayez.
