# Les textes de la console en français. Un message par texte ; le code n’en contient jamais.

product = Remote Rendering
language = Langue
language-missing = Cette langue n’a pas pu être chargée. Vérifiez le réseau, puis choisissez-la à nouveau.

## Connexion

sign-in-lead = Louez un serveur de rendu dans la région la plus proche de vous, et libérez-le quand vous avez terminé.
sign-in = Se connecter
sign-in-running = Connexion…
sign-in-cancel = Annuler
sign-in-more = Domaine de compte et génération de l’API
sign-in-privacy = La clé reste dans la mémoire de cette page : elle n’est jamais enregistrée et disparaît quand vous fermez la page.
sign-out = Se déconnecter

endpoint = Point de terminaison
endpoint-hint = L’URL du service ou le nom court d’une région.
endpoint-empty = Saisissez le point de terminaison, par exemple http://127.0.0.1:8080.
endpoint-invalid = Point de terminaison non valide. Saisissez une URL telle que http://127.0.0.1:8080 ou le nom court d’une région, tel que westeurope.
endpoint-scheme = Un point de terminaison commence par https:// ou http://.
endpoint-extra = Retirez « @ », « ? » ou « # » et ce qui s’y rattache : un point de terminaison n’a ni utilisateur ni chaîne de requête.

account-id = ID de compte
account-id-hint = Un GUID : 32 chiffres hexadécimaux en cinq groupes.
account-id-empty = Saisissez l’ID de compte.
account-id-invalid = ID de compte non valide. Saisissez un GUID tel que 1b405859-8af9-47e6-941d-9205163c0f63.

secret-kind = Se connecter avec
secret-show = Afficher
secret-hide = Masquer
account-key = Clé de compte
account-key-hint = La clé primaire ou secondaire du compte.
key-empty = Saisissez la clé de compte.
key-invalid = Clé de compte non valide : ce n’est pas du texte base64. Copiez-la en entier, jusqu’au dernier « = ».
access-token = Jeton d’accès
access-token-hint = Un jeton émis par le service de jetons du compte.
token-empty = Collez un jeton d’accès.
token-invalid = Jeton d’accès non valide : il doit comporter trois parties séparées par des points. Copiez-le en entier.

account-domain = Domaine de compte
account-domain-hint = Uniquement si le service de jetons est ailleurs : son domaine ou son URL. Laissez ce champ vide pour votre propre service.
generation = Génération de l’API
generation-hint = v1 est destinée aux services et aux scripts antérieurs à 2021 ; vous ne choisissez alors pas l’ID des sessions.

profile = Profil enregistré
profile-other = Aucun de ceux-ci
profile-forget = Oublier
remember-profile = Mémoriser le point de terminaison et le compte dans ce navigateur
keep-token = Rester connecté tant que cet onglet est ouvert : conserve le jeton, jamais la clé

config-file-label = Paramètres depuis un fichier
config-file-hint = Choisissez arrconfig.json ou déposez-le ici. Il remplit les champs ci-dessous.
file-read = { $name } a rempli les champs ci-dessous.
file-partly-read = { $name } a été lu, mais tout n’y est pas utilisable :
file-too-large = { $name } est trop volumineux pour un fichier arrconfig.json. Rien n’a été modifié.
file-unreadable = Impossible de lire { $name }. Rien n’a été modifié.
file-not-json = { $name } n’est pas au format JSON. Choisissez le fichier arrconfig.json de votre compte. Rien n’a été modifié.
file-no-settings = { $name } ne contient aucun paramètre de compte. Choisissez le fichier arrconfig.json de votre compte. Rien n’a été modifié.
setting-unfilled = pas encore renseigné. Remplacez le texte entre chevrons.
size-invalid = taille non valide. Indiquez standard ou premium.

## Le bac à sable

sandbox-offer = Pas de service sous la main ?
sandbox-about = Essayez le bac à sable : un service de sessions simulé dans cette page, sans compte, sans serveur et sans frais. Tout est oublié quand vous le quittez ou rechargez la page.
sandbox-enter = Essayer le bac à sable
sandbox-missing = Le bac à sable n’a pas pu être chargé. Vérifiez le réseau, puis réessayez.
sandbox-mark = Bac à sable
sandbox-mark-about = une simulation : aucun serveur n’est loué
sandbox-leave = Quitter le bac à sable
sandbox-page = { $title } (bac à sable)
sandbox-snippets = Dans le bac à sable, ces appels ne mènent nulle part : avec un service, son adresse remplace sandbox.invalid.

## La page de l’utilisateur connecté

profile-endpoint = Point de terminaison
profile-account = Compte
profile-token = Jeton
profile-token-renewed = renouvelé avant { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
profile-token-until = valable jusqu’à { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
token-expiring = Votre jeton d’accès expire à { $time } et, sans la clé du compte, cette page ne peut pas en obtenir un autre. Vos sessions continuent : reconnectez-vous pour les gérer.
offline = Cet appareil est hors ligne. Les sessions continuent et l’affichage peut être dépassé ; la page se met à jour dès que le réseau revient.
token-sign-in-again = Se reconnecter
settings = Paramètres

## Régions

regions-title = Régions
regions-measure = Mesurer à nouveau
regions-cancel = Arrêter la mesure
regions-download = Exporter les échantillons (CSV)
regions-legend = Traits : échantillons. Bande : plage où se situe l’aller-retour. Repère : sa meilleure estimation. Pointillés : recommandée sous 70 ms, acceptable sous 100 ms.
regions-documented = Ce service ne fournit pas la liste de ses régions : voici celles de la documentation.

race-none = Pas encore de mesure.
race-running = Mesure de l’aller-retour vers chaque région…
race-provisional = { $region } semble la plus proche pour l’instant.
race-stopped = La mesure a été arrêtée avant qu’une région ait répondu.
race-stopped-with = La mesure a été arrêtée. { $region } semblait jusque-là la plus proche.

verdict-nearest =
    { $region } est la plus proche : { $milliseconds } ms, { $behind } ms de moins que { $second } (certitude { $certainty } %, { $seconds } s, { $requests ->
        [one] { $requests } requête
       *[other] { $requests } requêtes
    }).
verdict-alone =
    { $region } est la plus proche : { $milliseconds } ms. Aucune autre région n’a fourni de réponse à comparer ({ $seconds } s, { $requests ->
        [one] { $requests } requête
       *[other] { $requests } requêtes
    }).
verdict-close =
    { $region } et { $rivals } sont à égalité, à la précision de la mesure près. { $region } est retenue : { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requête
       *[other] { $requests } requêtes
    }).
verdict-close-many =
    { $region } et { $count ->
        [one] { $count } autre
       *[other] { $count } autres
    } sont à égalité, à la précision de la mesure près. { $region } est retenue : { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requête
       *[other] { $requests } requêtes
    }).
verdict-unsure =
    Le temps imparti n’a pas suffi pour trancher. { $region }, qui semble la plus proche, est retenue : { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requête
       *[other] { $requests } requêtes
    }). Mesurez à nouveau quand le réseau sera plus calme.
verdict-no-regions = Ce service n’a aucune région à mesurer.
verdict-silent = Aucune région n’a répondu à temps. Vérifiez le réseau, puis mesurez à nouveau.
verdict-offline = Cet appareil est hors ligne. Connectez-le au réseau, puis mesurez à nouveau.
verdict-insecure = Une page sécurisée ne peut pas mesurer des régions dont l’adresse est en http. Ouvrez la console depuis le service lui-même, ou choisissez vous-même une région.
verdict-unreachable = Aucune région n’est joignable. La raison est indiquée ci-dessous pour chacune. Vérifiez le réseau, puis mesurez à nouveau, ou choisissez vous-même une région.

region-round-trip = { $milliseconds } ms
region-about = environ { $milliseconds } ms
region-interval = { $low } à { $high } ms
region-loss = { $percent } %
region-waiting = en attente
region-racing = en lice
region-leads = la plus proche pour l’instant
region-nearest = la plus proche
region-equally-near = à égalité
region-undecided = non départagée
region-slower = plus éloignée
region-slow-start = plus éloignée, d’après sa première réponse
region-silent = silencieuse, donc pas proche
region-too-far = trop éloignée pour être la plus proche
region-unreachable = pas de réponse : rien n’écoute à cette adresse
region-lost = pas de réponse à temps
region-offline = non mesurée : cet appareil est hors ligne
region-insecure = non mesurée : son adresse est en http, et cette page est sécurisée
region-redirected = non mesurée : son adresse de sonde mène ailleurs
region-cached = non mesurée : un cache a répondu à sa place
region-status = non mesurée : son adresse de sonde répond avec le code d’état { $status }
region-coarse = celle de la page : les temps peuvent être surestimés

fact-best = Meilleure estimation
fact-interval = Intervalle à 95 %
fact-typical = Typique
fact-jitter = Gigue
fact-loss = Perte
fact-samples = Échantillons
fact-requests = Requêtes
fact-clock = Horloge

latency-recommended = Recommandée
latency-acceptable = Acceptable
latency-poor = Médiocre

## Création d’une session

create-title = Nouvelle session
create-region = Région
create-region-nearest = La plus proche : { $region }
create-region-measuring = La plus proche (mesure…)
create-region-option = { $region } ({ $milliseconds } ms)
create-size = Taille
size-standard = Standard
size-standard-hint = Jusqu’à 20 millions de polygones
size-premium = Premium
size-premium-hint = Nombre de polygones illimité
create-lease = Bail (hh:mm)
create-lease-hint = Durée maximale de la session à l’état Prête, dans la limite de 24:00. Prolongeable ensuite.
create-lease-presets = Baux courants
lease-preset-30 = 30 min
lease-preset-60 = 1 h
lease-preset-240 = 4 h
lease-invalid = Indiquez les heures et les minutes, par exemple 01:30.
lease-too-short = Le bail doit être d’au moins une minute.
lease-too-long = Le bail ne peut pas dépasser 24:00.
lease-negative = Le bail ne peut pas être négatif.
create-more = ID de session
create-id = ID de session
create-id-hint = Un nom de votre choix, si vous le souhaitez : lettres sans accent, chiffres, « - » et « _ ».
session-id-empty = Saisissez un ID de session.
session-id-too-long = Un ID de session comporte au maximum 256 caractères.
session-id-character = Un ID de session ne contient que des lettres sans accent, des chiffres, « - » et « _ ».
create-submit = Créer la session
create-running = Création…
create-cost = Au plus { $cost } pour ce bail, à raison de { $price } l’heure.
create-price = { $cost } l’heure.
create-cost-unknown = Indiquez un prix pour voir le coût.
create-set-prices = Indiquer les prix
create-fallback =
    { $next ->
        [both] Faute de serveur libre : Premium, puis { $regions }.
        [size] Faute de serveur libre : Premium.
       *[regions] Faute de serveur libre : { $regions }.
    }
create-step = { $size } ({ $region })
create-next = Aucun serveur libre : { $failed }. Essai en cours : { $present }…
create-instead = Aucun serveur n’était libre : { $failed }. Session créée à la place : { $present }.
create-no-server = Aucun serveur libre : { $steps }. Réessayez plus tard ou choisissez une autre région.

## Sessions

sessions-title = Sessions
sessions-refresh = Actualiser
sessions-loading = Chargement des sessions de toutes les régions…
sessions-empty = Aucune session pour l’instant. Créez-en une : elle apparaîtra ici.
sessions-live =
    { $count ->
        [0] Aucun serveur n’est loué.
        [one] Une session démarre ou est prête.
       *[other] { $count } sessions démarrent ou sont prêtes.
    }
sessions-cost = En tout { $price } l’heure, et au plus { $cost } jusqu’à la fin des baux.
sessions-stop-all = Arrêter les { $count } sessions affichées
sessions-not-listed = Impossible de lister les sessions de ces régions : { $regions }

sessions-search = Rechercher une session
sessions-which = Sessions affichées
sessions-which-all = Toutes les sessions
sessions-which-live = En démarrage et prêtes
sessions-which-ended = Terminées
sessions-order = Tri
sessions-order-newest = Les plus récentes
sessions-order-lease-end = Fin de bail proche
sessions-order-id = Par ID de session
sessions-order-region = Par région
sessions-shown =
    { $count ->
        [one] { $shown } sur { $count } session
       *[other] { $shown } sur { $count } sessions
    }
sessions-show-all = Tout afficher
sessions-none-match = Aucune session ne correspond.

column-session = Session
column-status = État
column-lease = Bail
column-host = Hôte
column-actions = Actions

status-starting = Démarrage
status-ready = Prête
status-error = Échec
status-expired = Expirée
status-stopped = Arrêtée

lease-starting = démarre depuis { $since }
lease-left = encore { $left }
lease-stops-in = arrêt dans { $left }
lease-ready-for = prête depuis { $time }
lease-ready-for-cost = prête depuis { $time } : { $cost }
lease-not-running = Débute à l’état Prête
host-ports = Port de handshake { $handshake }, port de l’inspecteur { $inspector }

action-connect = Se connecter
action-connect-session = Se connecter à la session { $id }
action-extend = Prolonger
action-extending = Prolongation…
action-extend-session = Prolonger la session { $id }
action-stop = Arrêter
action-stopping = Arrêt…
action-stop-session = Arrêter la session { $id }
action-undo = Annuler
action-undo-session = Annuler l’arrêt de la session { $id }
action-dismiss = Retirer
action-dismiss-session = Retirer la session { $id }

extend-title = Prolonger le bail
extend-present = Le bail est de { $lease } au total, à compter du moment où la session est devenue prête.
extend-steps = Ajouter au bail
extend-15 = + 15 min
extend-30 = + 30 min
extend-60 = + 1 h
extend-total = Nouveau bail total (hh:mm)
extend-hint = 24:00 au maximum.
extend-ends = Fin actuelle : { $from }. Après prolongation : { $to }.
extend-not-longer = Le nouveau bail doit être plus long que l’actuel.
extend-confirm = Prolonger
extend-cancel = Annuler

stopping =
    { $count ->
        [one] La session { $ids } va être arrêtée.
       *[other] { $count } sessions vont être arrêtées.
    }
stopping-undo = Annuler
stopping-now = Arrêter tout de suite

guard-warning =
    { $count ->
        [one] Le bail de la session { $ids } se termine à { $time }.
       *[other] Les baux de { $count } sessions se terminent bientôt, le premier à { $time } : { $ids }.
    }
guard-extend = Prolonger de { $minutes } min
guard-dismiss = Fermer
guard-title = Plus que { $left } : { $id }

leave-title = Vos sessions continuent
leave-goes-on =
    { $count ->
        [one] Une session que vous avez créée ici continue sans cette page.
       *[other] { $count } sessions que vous avez créées ici continuent sans cette page.
    }
leave-until =
    { $count ->
        [one] Une session que vous avez créée ici continue sans cette page, jusqu’à { $time } au plus tard.
       *[other] { $count } sessions que vous avez créées ici continuent sans cette page, jusqu’à { $time } au plus tard.
    }
leave-cost = Cela peut encore coûter { $cost }.
leave-stay = Rester connecté
leave-go = Se déconnecter sans rien arrêter
leave-stop-and-go = Tout arrêter et se déconnecter
leave-stop = Tout arrêter

## Paramètres

settings-title = Paramètres
settings-save = Enregistrer
settings-cancel = Annuler
prices = Prix d’un serveur à l’heure
prices-hint = Le service ne l’indique pas. Si un champ est vide, aucun coût n’est affiché.
price-standard = Standard
price-premium = Premium
price-invalid = Ce n’est pas un montant. Écrivez par exemple 3,50.
currency = Devise
currency-invalid = Indiquez les trois lettres de la devise, par exemple USD ou EUR.
rules = Si une session est oubliée
rules-hint = Vaut pour les sessions que vous créez dans cet onglet, tant qu’il est ouvert. Dans tous les cas, vous êtes prévenu avant la fin d’un bail.
rule-warn = Seulement me prévenir
rule-extend = Prolonger son bail de 30 min à chaque fois
extend-to = Jusqu’à un bail total de (hh:mm)
rule-stop = L’arrêter quand personne n’utilise cette page
stop-after = Depuis (hh:mm)
notifications-granted = Ce navigateur vous envoie une notification quand vous regardez ailleurs.
notifications-unasked = Ce navigateur peut vous envoyer une notification quand vous regardez ailleurs.
notifications-refused = Pas de notification quand vous regardez ailleurs : le navigateur ou l’appareil ne les autorise pas pour cette page.
notifications-allow = Autoriser les notifications

moment = { DATETIME($time, dateStyle: "medium", timeStyle: "medium") }
time-of-day = { DATETIME($time, timeStyle: "medium") }
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min
duration-seconds = { $seconds } s

## La page d’une session

session-title = { $id } – { product }
session-back = Toutes les sessions
session-loading = Récupération de la session…
session-retry = Réessayer
session-region-unknown = Ce service n’a pas de région { $region }.
session-region-unknown-advice = Vérifiez le lien, ou que vous êtes connecté au service dont il provient.

view-back = La page de la session
view-missing = Ce qui affiche les images n’a pas pu être chargé. Vérifiez le réseau, puis réessayez.
view-over = Cette session est terminée : il n’y a plus rien à quoi se connecter.

timeline-title = Déroulement
timeline-created = Créée
timeline-lease-ends = Fin du bail
timeline-between = entre { $earliest } et { $latest }
timeline-seen = constaté à { $time }
timeline-earliest = { $time } au plus tôt, sauf prolongation

properties-title = Propriétés
property-id = ID de session
property-host = Hôte
property-handshake = Port de handshake
property-inspector = Port de l’inspecteur
property-region = Région
property-size = Taille
property-status = État
property-error = Erreur
property-lease = Durée totale du bail
property-ready-for = Prête depuis
property-power = Puissance de calcul
property-power-value = { $teraflops } TFLOPS
property-created = Créée le
property-seen = Constaté à
property-json = JSON
property-json-hint = La réponse du service du { $time }, avec des sauts de ligne ajoutés.

copy = Copier
copy-what = Copier : { $what }
copy-done = Copié : { $what }
copy-refused = Rien n’a été copié : le navigateur ne le permet pas. Sélectionnez le texte et copiez-le vous-même.

snippets-title = Les mêmes appels, ailleurs
snippets-language = Rédigés pour
snippets-hint = Ni clé ni jeton n’y figurent jamais : la clé du compte est lue dans { $key }, le jeton dans { $token }.
snippet-token = Obtenir un jeton
snippet-read = Lire la session
snippet-extend = Prolonger son bail
snippet-stop = L’arrêter

calls-title = Appels qui l’ont concernée
calls-none = Aucun depuis votre connexion.

## Activité

activity-title =
    { $count ->
        [one] Activité ({ $count } appel)
       *[other] Activité ({ $count } appels)
    }
activity-search = Rechercher des appels
activity-search-hint = Une partie de l’URL, du code d’état ou du MS-CV.
activity-failed-only = Seulement les appels en échec
activity-matches =
    { $count ->
        [0] Aucun appel ne correspond. Cherchez autre chose, ou affichez de nouveau tous les appels.
        [one] Un appel correspond.
       *[other] { $count } appels correspondent.
    }
activity-shown =
    { $dropped ->
        [0] { $shown } appels affichés sur { $count }.
        [one] { $shown } appels affichés sur { $count }. Un appel plus ancien n’est plus conservé.
       *[other] { $shown } appels affichés sur { $count }. { $dropped } appels plus anciens ne sont plus conservés.
    }
activity-more = En afficher { $count } de plus
activity-no-answer = pas de réponse
activity-took = { $count } ms
activity-attempt = tentative { $count }
activity-given-up = abandonné avant toute réponse
activity-export = Exporter (HAR)
activity-export-hint = Tous les appels conservés, dans un fichier pour les outils réseau. Les clés et les jetons en sont retirés ; les noms des sessions et des hôtes y restent.

## Ce qui a échoué, et que faire

failure-details = Détails de l’appel
failure-call = Appel
failure-status = Code d’état
failure-sent = Envoyé
failure-attempts =
    { $attempts ->
        [one] une fois
       *[other] { $attempts } fois
    }
failure-retry-after =
    { $seconds ->
        [one] Le service demande d’attendre { $seconds } seconde.
       *[other] Le service demande d’attendre { $seconds } secondes.
    }

failure-offline = Cet appareil est hors ligne.
failure-offline-advice = Connectez-le au réseau, puis réessayez.
failure-unreachable = Rien ne répond à ce point de terminaison.
failure-unreachable-advice = Vérifiez l’adresse et le port, et assurez-vous que le service fonctionne.
failure-cors-refused = Le point de terminaison répond, mais n’autorise pas cette page à l’appeler.
failure-cors-refused-advice = Il n’envoie pas d’en-têtes CORS pour l’adresse de cette page. Est-ce bien un service Remote Rendering ? Si oui, demandez à son exploitant d’autoriser cette page.
failure-insecure = Une page sécurisée ne peut pas appeler un point de terminaison non sécurisé.
failure-insecure-advice = Utilisez un point de terminaison qui commence par https://, ou ouvrez la console depuis le service lui-même.
failure-interrupted = La réponse a été interrompue.
failure-interrupted-advice = Le réseau est instable. Réessayez.
failure-timeout = Pas de réponse à temps.
failure-timeout-advice = Le service est occupé, ou le réseau est lent. Réessayez dans un instant.
failure-bad-request = Le service n’a pas accepté la requête.
failure-bad-request-advice = Son message indique ce qu’il faut modifier.
failure-unauthorized = Le service n’accepte pas cet ID de compte avec cette clé ou ce jeton.
failure-unauthorized-advice = Vérifiez l’ID de compte et copiez à nouveau la clé ou le jeton, qui a pu être remplacé.
failure-forbidden = Cette opération n’est pas autorisée.
failure-forbidden-advice = Le jeton appartient à un autre compte, ou son rôle ne permet pas cette opération.
failure-not-found = Cette session n’existe pas dans cette région.
failure-not-found-advice = Elle se trouve peut-être dans une autre région, ou a été supprimée 30 jours après sa fin.
failure-conflict = Cet ID de session est déjà pris.
failure-conflict-advice = Une autre session le porte, avec d’autres paramètres. Choisissez un autre ID.
failure-lease-refused = Le bail n’a pas été accepté.
failure-lease-refused-advice = Il doit être plus long que l’actuel, et ne peut pas dépasser 24:00.
failure-throttled = Trop d’appels.
failure-throttled-advice = Le service demande de ralentir. Réessayez un peu plus tard.
failure-service-failed = Le service a rencontré une erreur.
failure-service-failed-advice = Réessayez dans un instant. Si le problème persiste, transmettez à son exploitant le MS-CV ci-dessous.
failure-unexpected-status = Le service a donné une réponse inattendue.
failure-unexpected-status-advice = Ce point de terminaison est-il bien celui d’un service Remote Rendering ?
failure-invalid-answer = La réponse ne provient pas d’un service Remote Rendering.
failure-invalid-answer-advice = Ce n’est pas le JSON que le service enverrait. Vérifiez le point de terminaison : un proxy ou un autre serveur web y répond peut-être.
failure-token-expired = Le jeton d’accès a expiré.
failure-token-expired-advice = Obtenez-en un nouveau auprès du service de jetons, puis connectez-vous avec celui-ci.
failure-invalid-token = Jeton d’accès non valide.
failure-invalid-token-advice = Copiez-le en entier : il comporte trois parties séparées par des points.
failure-credential-failed = Impossible d’obtenir un jeton.
failure-credential-failed-advice = Connectez-vous à nouveau.
failure-foreign-link = La liste des sessions renvoie à un autre service : ce lien n’a pas été suivi.
failure-foreign-link-advice = Le point de terminaison n’est pas ce qu’il paraît. Prévenez son exploitant.
