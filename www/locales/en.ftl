# The console's texts in English. One message per text; the code never holds any.

product = Remote Rendering
language = Language
language-missing = This language could not be loaded. Check the network, then choose it again.

## Signing in

sign-in-lead = Lease a rendering server in the region nearest to you, and end it when you are done.
sign-in = Sign in
sign-in-running = Signing in…
sign-in-cancel = Cancel
sign-in-more = Account domain and API generation
sign-in-privacy = The key stays in this page’s memory: it is never stored, and is gone when you close the page.
sign-out = Sign out

endpoint = Endpoint
endpoint-hint = The URL of the service, or a region’s short name.
endpoint-empty = Enter the endpoint, for example http://127.0.0.1:8080.
endpoint-invalid = This is not an endpoint. Enter a URL such as http://127.0.0.1:8080, or a region’s short name such as westeurope.
endpoint-scheme = An endpoint begins with https:// or http://.
endpoint-extra = Leave out the user (“@”), the query (“?”) and the fragment (“#”): an endpoint has none.

account-id = Account ID
account-id-hint = A GUID: 32 hexadecimal digits in five groups.
account-id-empty = Enter the account ID.
account-id-invalid = This is not an account ID. It is a GUID, such as 1b405859-8af9-47e6-941d-9205163c0f63.

secret-kind = Sign in with
secret-show = Show
secret-hide = Hide
account-key = Account key
account-key-hint = The primary or the secondary key of the account.
key-empty = Enter the account key.
key-invalid = This is not an account key: it is not base64 text. Copy it whole, up to the last “=”.
access-token = Access token
access-token-hint = A token that the account’s token service has issued.
token-empty = Paste an access token.
token-invalid = This is not an access token: it has three parts with dots between them. Copy it whole.

account-domain = Account domain
account-domain-hint = Only if the token service is elsewhere: its domain or URL. Leave it empty for a service of your own.
generation = API generation
generation-hint = v1 is for services and scripts older than 2021; sessions then have no ID of your choice.

profile = Saved profile
profile-other = None of these
profile-forget = Forget
remember-profile = Remember the endpoint and the account in this browser
keep-token = Stay signed in while this tab is open: keeps the token, never the key

config-file-label = Settings from a file
config-file-hint = Choose arrconfig.json, or drop it here. It fills in the fields below.
file-read = { $name } has filled in the fields below.
file-partly-read = { $name } was read, but not all of it can be used:
file-too-large = { $name } is too large for an arrconfig.json. Nothing was changed.
file-unreadable = { $name } could not be read. Nothing was changed.
file-not-json = { $name } is not JSON. Choose the arrconfig.json of your account. Nothing was changed.
file-no-settings = { $name } has no account settings. Choose the arrconfig.json of your account. Nothing was changed.
setting-unfilled = not filled in yet. Replace the text in angle brackets.
size-invalid = not a size. Write standard or premium.

## The sandbox

sandbox-offer = No service at hand?
sandbox-about = Try the sandbox: a session service, simulated in this page. No account, no server, no cost; everything is forgotten when you leave it or reload the page.
sandbox-enter = Try the sandbox
sandbox-missing = The sandbox could not be loaded. Check the network, then try again.
sandbox-mark = Sandbox
sandbox-mark-about = a simulation: no server is leased
sandbox-leave = Leave the sandbox
sandbox-page = { $title } (sandbox)
sandbox-snippets = In the sandbox these calls lead nowhere: at a service, its address stands in place of sandbox.invalid.

## The page of who is signed in

profile-endpoint = Endpoint
profile-account = Account
profile-token = Token
profile-token-renewed = renewed before { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
profile-token-until = until { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
token-expiring = Your access token expires at { $time }, and without the account key this page cannot get a new one. Your sessions go on: sign in again to look after them.
offline = This device is offline. Sessions go on, and what you see may be old; the page asks again as soon as there is a network.
token-sign-in-again = Sign in again
settings = Settings

## Regions

regions-title = Regions
regions-measure = Measure again
regions-cancel = Stop measuring
regions-download = Download samples (CSV)
regions-legend = Ticks: samples. Band: where the round trip lies. Mark: its best estimate. Dashed lines: recommended below 70 ms, acceptable below 100 ms.
regions-documented = This service has no list of its regions: these are the documented ones.

race-none = Not measured yet.
race-running = Measuring the round trip to every region…
race-provisional = { $region } looks nearest so far.
race-stopped = Measuring was stopped before any region had answered.
race-stopped-with = Measuring was stopped. { $region } looked nearest so far.

verdict-nearest = { $region } is nearest: { $milliseconds } ms, { $behind } ms ahead of { $second } ({ $certainty } % sure, { $seconds } s, { $requests } requests).
verdict-alone = { $region } is nearest: { $milliseconds } ms. No other region gave an answer to compare ({ $seconds } s, { $requests } requests).
verdict-close = { $region } and { $rivals } are equally near, as far as can be measured. Taking { $region }: { $milliseconds } ms ({ $seconds } s, { $requests } requests).
verdict-close-many = { $region } and { $count } others are equally near, as far as can be measured. Taking { $region }: { $milliseconds } ms ({ $seconds } s, { $requests } requests).
verdict-unsure = Time ran out before it was sure. Taking { $region }, which looks nearest: { $milliseconds } ms ({ $seconds } s, { $requests } requests). Measure again when the network is quieter.
verdict-no-regions = This service has no regions to measure.
verdict-silent = No region answered in time. Check the network, then measure again.
verdict-offline = This device is offline. Connect it to the network, then measure again.
verdict-insecure = A secure page cannot measure regions at http addresses. Open the console from the service itself, or choose a region by hand.
verdict-unreachable = No region can be reached. Each says why below. Check the network, then measure again, or choose a region by hand.

region-round-trip = { $milliseconds } ms
region-about = about { $milliseconds } ms
region-interval = { $low } to { $high } ms
region-loss = { $percent } %
region-waiting = waiting
region-racing = in the race
region-leads = nearest so far
region-nearest = nearest
region-equally-near = equally near
region-undecided = undecided
region-slower = farther
region-slow-start = farther, by its first answer
region-silent = silent, so it is not near
region-too-far = too far away to be the nearest
region-unreachable = no answer: nothing listens there
region-lost = no answer in time
region-offline = not measured: this device is offline
region-insecure = not measured: its address is http, and this page is secure
region-redirected = not measured: its probe address leads elsewhere
region-cached = not measured: a cache answered in its place
region-status = not measured: its probe address answers with status { $status }
region-coarse = the page’s own: times may read too long

fact-best = Best estimate
fact-interval = 95 % interval
fact-typical = Typical
fact-jitter = Jitter
fact-loss = Loss
fact-samples = Samples
fact-requests = Requests
fact-clock = Clock

latency-recommended = Recommended
latency-acceptable = Acceptable
latency-poor = Poor

## Creating a session

create-title = New session
create-region = Region
create-region-nearest = Nearest: { $region }
create-region-measuring = Nearest (measuring…)
create-region-option = { $region } ({ $milliseconds } ms)
create-size = Size
size-standard = Standard
size-standard-hint = Up to 20 million polygons
size-premium = Premium
size-premium-hint = Any number of polygons
create-lease = Lease (hh:mm)
create-lease-hint = How long it may be ready, at most 24:00. It can be extended later.
create-lease-presets = Common leases
lease-preset-30 = 30 min
lease-preset-60 = 1 h
lease-preset-240 = 4 h
lease-invalid = Write hours and minutes, for example 01:30.
lease-too-short = The lease is at least one minute.
lease-too-long = The lease is at most 24:00.
lease-negative = The lease cannot be negative.
create-more = Session ID
create-id = Session ID
create-id-hint = Your own name for it, if you like: letters a to z, digits, “-” and “_”.
session-id-empty = Enter a session ID.
session-id-too-long = A session ID has at most 256 characters.
session-id-character = A session ID has only letters a to z, digits, “-” and “_”.
create-submit = Create session
create-running = Creating…
create-cost = At most { $cost } for this lease, at { $price } an hour.
create-price = { $cost } an hour.
create-cost-unknown = Set a price to see what it costs.
create-set-prices = Set prices
create-fallback =
    { $next ->
        [both] If no server is free there: Premium, then { $regions }.
        [size] If no server is free there: Premium.
       *[regions] If no server is free there: { $regions }.
    }
create-step = { $size } in { $region }
create-next = No server is free: { $failed }. Trying { $present }…
create-instead = No server was free: { $failed }. Created { $present } instead.
create-no-server = No server is free: { $steps }. Try again later, or choose another region.

## Sessions

sessions-title = Sessions
sessions-refresh = Refresh
sessions-loading = Fetching the sessions of every region…
sessions-empty = No session yet. Create one, and it appears here.
sessions-live =
    { $count ->
        [0] No server is leased.
        [one] One session is starting or ready.
       *[other] { $count } sessions are starting or ready.
    }
sessions-cost = Together { $price } an hour, and at most { $cost } until their leases end.
sessions-stop-all = Stop all { $count } shown
sessions-not-listed = The sessions of these regions could not be listed: { $regions }

sessions-search = Search sessions
sessions-which = Which sessions
sessions-which-all = All sessions
sessions-which-live = Starting and ready
sessions-which-ended = Ended
sessions-order = Order
sessions-order-newest = Newest first
sessions-order-lease-end = Lease ends first
sessions-order-id = By session ID
sessions-order-region = By region
sessions-shown = { $shown } of { $count } sessions
sessions-show-all = Show all
sessions-none-match = No session matches.

column-session = Session
column-status = Status
column-lease = Lease
column-host = Host
column-actions = Actions

status-starting = Starting
status-ready = Ready
status-error = Failed
status-expired = Expired
status-stopped = Stopped

lease-starting = starting for { $since }
lease-left = { $left } left
lease-stops-in = stops in { $left }
lease-ready-for = ready for { $time }
lease-ready-for-cost = ready for { $time }: { $cost }
lease-not-running = Begins when ready
host-ports = Handshake port { $handshake }, inspector port { $inspector }

action-connect = Connect
action-connect-session = Connect to session { $id }
action-extend = Extend
action-extending = Extending…
action-extend-session = Extend session { $id }
action-stop = Stop
action-stopping = Stopping…
action-stop-session = Stop session { $id }
action-undo = Undo
action-undo-session = Undo: keep session { $id }
action-dismiss = Dismiss
action-dismiss-session = Dismiss session { $id }

extend-title = Extend the lease
extend-present = The lease is { $lease } in total, counted from when the session became ready.
extend-steps = Add to the lease
extend-15 = + 15 min
extend-30 = + 30 min
extend-60 = + 1 h
extend-total = New lease in total (hh:mm)
extend-hint = At most 24:00.
extend-ends = It ends { $from }; extended, it ends { $to }.
extend-not-longer = The new lease must be longer than the present one.
extend-confirm = Extend
extend-cancel = Cancel

stopping =
    { $count ->
        [one] Session { $ids } is about to be stopped.
       *[other] { $count } sessions are about to be stopped.
    }
stopping-undo = Undo
stopping-now = Stop now

guard-warning =
    { $count ->
        [one] The lease of session { $ids } ends at { $time }.
       *[other] The leases of { $count } sessions end soon, the first at { $time }: { $ids }.
    }
guard-extend = Extend by { $minutes } min
guard-dismiss = Dismiss
guard-title = { $left } left: { $id }

leave-title = Your sessions go on
leave-goes-on =
    { $count ->
        [one] One session that you created here goes on without this page.
       *[other] { $count } sessions that you created here go on without this page.
    }
leave-until =
    { $count ->
        [one] One session that you created here goes on without this page, until { $time } at the latest.
       *[other] { $count } sessions that you created here go on without this page, until { $time } at the latest.
    }
leave-cost = That may cost { $cost } more.
leave-stay = Stay signed in
leave-go = Sign out, let them run
leave-stop-and-go = Stop them and sign out
leave-stop = Stop them

## Settings

settings-title = Settings
settings-save = Save
settings-cancel = Cancel
prices = What a server costs an hour
prices-hint = The service does not tell. Where a field is empty, no cost is shown.
price-standard = Standard
price-premium = Premium
price-invalid = This is not an amount. Write it as in 3.50.
currency = Currency
currency-invalid = Write the three letters of the currency, such as USD or EUR.
rules = When a session is forgotten
rules-hint = Holds for the sessions that you create in this tab, as long as it is open. Before any lease ends you are warned in any case.
rule-warn = Only warn me
rule-extend = Extend its lease by 30 min each time
extend-to = Up to this lease in total (hh:mm)
rule-stop = Stop it when nobody uses this page
stop-after = For as long as this (hh:mm)
notifications-granted = This browser notifies you while you look elsewhere.
notifications-unasked = This browser can notify you while you look elsewhere.
notifications-refused = No notifications while you look elsewhere: the browser or the device does not allow them to this page.
notifications-allow = Allow notifications

moment = { DATETIME($time, dateStyle: "medium", timeStyle: "medium") }
time-of-day = { DATETIME($time, timeStyle: "medium") }
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min
duration-seconds = { $seconds } s

## The page of one session

session-title = { $id } – { product }
session-back = All sessions
session-loading = Fetching the session…
session-retry = Try again
session-region-unknown = This service has no region { $region }.
session-region-unknown-advice = Check the link, or that you are signed in where it comes from.

view-back = The session’s page
view-missing = What shows the pictures could not be loaded. Check the network, then try again.
view-over = This session is over: there is nothing to connect to any more.

timeline-title = What happened
timeline-created = Created
timeline-lease-ends = Lease ends
timeline-between = between { $earliest } and { $latest }
timeline-seen = seen { $time }
timeline-earliest = { $time } at the earliest, unless it is extended

properties-title = Properties
property-id = Session ID
property-host = Host
property-handshake = Handshake port
property-inspector = Inspector port
property-region = Region
property-size = Size
property-status = Status
property-error = Error
property-lease = Lease in total
property-ready-for = Ready for
property-power = Computing power
property-power-value = { $teraflops } TFLOPS
property-created = Created
property-seen = As of
property-json = JSON
property-json-hint = The service’s answer of { $time }, with line breaks added.

copy = Copy
copy-what = Copy: { $what }
copy-done = Copied: { $what }
copy-refused = Not copied: the browser does not allow it. Select the text, and copy it by hand.

snippets-title = The same calls elsewhere
snippets-language = Written for
snippets-hint = Neither key nor token is ever written out: the account’s key is taken from { $key }, the token from { $token }.
snippet-token = Get a token
snippet-read = Read the session
snippet-extend = Extend its lease
snippet-stop = Stop it

calls-title = Calls that touched it
calls-none = None since you signed in.

## Activity

activity-title =
    { $count ->
        [one] Activity (1 call)
       *[other] Activity ({ $count } calls)
    }
activity-search = Find calls
activity-search-hint = A part of the URL, the status or the MS-CV.
activity-failed-only = Failed calls only
activity-matches =
    { $count ->
        [0] No call matches. Look for something else, or show all calls again.
        [one] One call matches.
       *[other] { $count } calls match.
    }
activity-shown =
    { $dropped ->
        [0] { $shown } of { $count } calls are shown.
        [one] { $shown } of { $count } calls are shown. One older call is not kept any more.
       *[other] { $shown } of { $count } calls are shown. { $dropped } older calls are not kept any more.
    }
activity-more = Show { $count } more
activity-no-answer = no answer
activity-took = { $count } ms
activity-attempt = attempt { $count }
activity-given-up = given up before an answer came
activity-export = Export (HAR)
activity-export-hint = Every call that is kept, in a file for network tools. Keys and tokens are removed from it; names of sessions and hosts are not.

## What went wrong, and what to do

failure-details = Details of the call
failure-call = Call
failure-status = Status
failure-sent = Sent
failure-attempts =
    { $attempts ->
        [one] once
       *[other] { $attempts } times
    }
failure-retry-after =
    { $seconds ->
        [one] The service asks to wait one second.
       *[other] The service asks to wait { $seconds } seconds.
    }

failure-offline = This device is offline.
failure-offline-advice = Connect it to the network, then try again.
failure-unreachable = Nothing answers at this endpoint.
failure-unreachable-advice = Check the address and the port, and that the service is running.
failure-cors-refused = The endpoint answers, but does not allow this page to call it.
failure-cors-refused-advice = It sends no CORS headers for this page’s address. Is it a remote rendering service? If so, ask its operator to allow this page.
failure-insecure = A secure page cannot call an insecure endpoint.
failure-insecure-advice = Use an endpoint that begins with https://, or open the console from the service itself.
failure-interrupted = The answer broke off.
failure-interrupted-advice = The network is unsteady. Try again.
failure-timeout = No answer in time.
failure-timeout-advice = The service is busy, or the network is slow. Try again in a moment.
failure-bad-request = The service did not accept the request.
failure-bad-request-advice = Its own words say what to change.
failure-unauthorized = The service does not accept this account ID with this key or token.
failure-unauthorized-advice = Check the account ID, and copy the key or token again: it may have been replaced.
failure-forbidden = This is not allowed.
failure-forbidden-advice = The token belongs to another account, or its role may not do this.
failure-not-found = There is no such session in this region.
failure-not-found-advice = It may be in another region, or have been removed 30 days after its end.
failure-conflict = This session ID is taken.
failure-conflict-advice = Another session has it, with other settings. Choose another ID.
failure-lease-refused = The lease was not accepted.
failure-lease-refused-advice = It must be longer than the present one, and at most 24:00.
failure-throttled = Too many calls.
failure-throttled-advice = The service asks to slow down. Try again a little later.
failure-service-failed = The service failed.
failure-service-failed-advice = Try again in a moment. If it stays, give its operator the MS-CV below.
failure-unexpected-status = The service answered with something unexpected.
failure-unexpected-status-advice = Is the endpoint a remote rendering service?
failure-invalid-answer = The answer is not from a remote rendering service.
failure-invalid-answer-advice = It is not the JSON that the service would send. Check the endpoint: a proxy or another web server may answer there.
failure-token-expired = The access token has expired.
failure-token-expired-advice = Get a new one from the token service, and sign in with it.
failure-invalid-token = This is not an access token.
failure-invalid-token-advice = Copy it whole: it has three parts with dots between them.
failure-credential-failed = No token could be fetched.
failure-credential-failed-advice = Sign in again.
failure-foreign-link = The list of sessions leads to another service, and was not followed.
failure-foreign-link-advice = The endpoint is not what it seems. Tell its operator.
