# The stage's texts in English: what is around the pictures of a session's server. Loaded with the stage, not in a first visit.

stage = What the session’s server renders
picture = The rendered scene
picture-description = Arrow keys turn the view, plus and minus bring it nearer or farther, F shows all of the scene, M changes between orbiting and walking, H lists all keys.
tools = Tools
control-models = Models
control-upload = Upload
control-orbit = Orbit
control-walk = Walk
control-fit = Fit
control-reset = Reset view
control-play = Play
control-pause = Pause
control-statistics = Statistics
control-screenshot = Screenshot
control-full-screen = Full screen
control-help = Help
control-disconnect = Disconnect
control-with-key = { $name } ({ $key })
panel-close = Close
drop-here = Drop the file to load it.
plain = { $text }

## How the connection stands

connecting = Connecting…
connecting-granting = Asking the service to be let in.
connecting-signalling = Waiting for the session’s server.
connecting-negotiating = Finding a way for the pictures.
connecting-first-frame = Waiting for the first picture.
reconnecting = Connection lost. Reconnecting…
reconnecting-advice = Attempt { $attempt }. The scene is kept for { $seconds } more s.
reconnecting-late = Attempt { $attempt }. The server does not keep the scene any longer. What you have loaded is loaded again when the connection is back.
again = The connection was away for too long, and the server has dropped the scene. What you had loaded is loaded again.
refused-busy = Another device is connected.
refused-busy-advice = A session shows its pictures to one device at a time. Disconnect the other one, then try again.
refused-token = The leave to connect is not good any more.
refused-token-advice = It is good once and for a minute. Try again: the page asks for a new one.
refused-resume = The scene is not there any more.
refused-resume-advice = The connection was away for too long. Try again: what you have loaded is loaded again.
refused-hello = The session’s server and this page do not understand each other.
refused-hello-advice = They may be of different versions. Reload the page, then try again.
ended-stopped = The session was stopped.
ended-expired = The session’s lease is over.
ended-replaced = You have connected elsewhere.
ended-replaced-advice = The pictures come there now. Try again to have them here.
ended-failed = The session’s server failed.
ended-failed-advice = Try again. If it stays so, create a new session.
session-over = This session is over.
session-over-advice = Its server and what was in the scene are gone. Create a new session to go on.
closed = Disconnected
closed-advice = The scene was dropped. The session goes on until it is stopped or its lease ends.
failed = No connection
failed-protocol = The session’s server answers in a way that this page does not know. Reload the page, then try again.
failed-insecure = This page is secure (https), and the session’s server is not: browsers forbid that. Its operator can give the service a certificate.
failed-unreachable = The session’s server does not answer. Check that this network lets WebSockets through to it, then try again.
failed-lost = The connection was lost and did not come back. Check the network, then try again.
failed-no-video = This browser cannot play H.264, neither by WebRTC nor by WebCodecs. Use a current browser.
failed-picture = The browser cannot show the picture. Reload the page, then try again.
grant-simulated = The servers of this service are simulated: there is nothing to connect to. Who operates it starts real ones with --allocator process.
grant-starting = The session has no server yet. Wait until it is ready, then try again.
grant-failed = The session has no server any more: it failed. Create a new session.
grant-silent = The session’s server does not answer the service. Try again; if it stays so, create a new session.
action-retry = Try again
action-reopen = Connect again
action-sessions = All sessions
empty = The scene is empty.
empty-advice = Load one of these models, or drop a glTF file (.glb) anywhere here.
empty-all = All models
checkerboard = More than 20 million polygons are in view: a Standard session shows a checkerboard instead. A Premium session shows them; or take models out of the scene.

## Loading models

load-waiting = waiting
load-uploading = uploading: { $done } of { $total }
load-fetching = fetching: { $done } of { $total }
load-fetching-some = fetching: { $done }
load-reading = reading
load-preparing = preparing
load-progress = Loading { $name }
load-cancel = Cancel
load-cancel-named = Cancel loading { $name }
load-dismiss = Dismiss
load-preload = A model that the session was created with could not be loaded.
load-not-found = There is no such model. It may have been moved: look into the list again.
load-not-allowed = The operator of this service does not allow models from there.
load-too-large = The model is larger than this service takes.
load-too-large-for = The file is larger than this service takes: { $most } at most.
load-broken = The file is not a glTF model, or a broken one. Export it again, as a .glb file.
load-unsupported = The file needs an extension or a version of glTF that is not supported. Export it as glTF 2.0, without such extensions.
load-extensions = The file needs extensions of glTF that are not supported: { $names }. Export it without them.
load-unreachable = The model’s address did not answer as it should. Check it, then try again.
load-status = The model’s address answers with the status { $status }. Check it, and whether it is still valid.
load-lost = The connection to the session’s server was lost on the way. Try again when it is back.
load-memory = The model does not fit into the server’s memory. Take others out of the scene, or use a simpler one.
load-busy = Too much is being loaded at once. Wait until that is done, then try again.
load-failed = Something went wrong on the way. Try again.

## The models

models = Models
models-in-scene = In the scene
models-none = None yet.
models-remove = Remove
models-remove-named = Remove { $name }
models-add = Add a model
models-search = Search models
models-not-found = No model has such a name.
models-more = { $count ->
    [one] One more: search to find it.
   *[other] { $count } more: search to find them.
}
triangles = { $number ->
    [one] 1 triangle
   *[other] { $number } triangles
}

## The samples

sample-gears = Gears
sample-materials = Materials
sample-terrain = Terrain
sample-terrain-million = Terrain, a million triangles
sample-alpha = Transparency
sample-windmill = Windmill

## Models at addresses

address = Load from an address
address-load = Load
address-hint = The https address of a .glb file. Models may come from: { $hosts }.
address-https = The address must begin with https://.
address-wrong = This is no address that can be asked.
address-user = Take the user’s name and the password out of the address.
address-elsewhere = Models may not come from { $host }, but only from: { $hosts }.
address-too-long = The address is too long: { $most } characters at most.

## Statistics

figures = Statistics
figures-latency = Camera to pixels
figures-latency-value = { $middle } ms (newest { $newest } ms)
figures-frames = Frames per second
figures-bit-rate = Bit rate
figures-loss = Loss
figures-round-trip = Round trip
figures-render = Render
figures-encode = Encode
figures-decode = Decode
figures-size = Picture
figures-triangles = Triangles in view
figures-codec = Codec
figures-transport = Transport
figures-dropped = Frames not shown
figures-renderer = Renderer
figures-number = { $number }
graph-title = { $name }, last minute
graph-label = { $name }, last minute: { $low } to { $high }, half of it below { $middle }
graph-empty = { $name }, last minute: nothing measured yet
milliseconds = { $number } ms
percent = { $number } %
bytes = { $number } B
bytes-kilo = { $number } kB
bytes-mega = { $number } MB
bytes-giga = { $number } GB
bit-rate = { $number } bit/s
bit-rate-kilo = { $number } kbit/s
bit-rate-mega = { $number } Mbit/s

## Keys and gestures

help = Help
help-focus = The keys work while the picture or the toolbar has the focus: click the picture, or go there with Tab.
help-keys = Keys
help-key = Key
help-does = What it does
help-gestures = Mouse, pen and touch
help-mouse = Mouse or pen
help-touch = Touch
help-turn = turn the view
help-pan = move the view
help-zoom = nearer and farther
help-walk = walk (while walking)
help-rise = down and up (while walking)
help-faster = faster (while walking)
help-escape = close this panel
help-change = change between orbiting and walking
help-play = pause and play what moves
help-drag = drag
help-finger = one finger
help-right-drag = drag with the right button, or with Shift
help-fingers = two fingers
help-wheel = wheel
help-pinch = pinch
help-drop = drop a file
help-no-touch = Upload button
help-upload = load a model
key-arrows = Arrows
key-shift = Shift
key-escape = Esc
key-home = Home
key-delete = Delete

## What is told to who cannot see it

said-connected = Connected: the picture is there.
said-loaded = { $name } is in the scene.
said-not-loaded = { $name } could not be loaded.
said-orbit = Orbiting.
said-walk = Walking.
said-playing = Playing.
said-paused = Paused.
said-saved = Saved as { $name }.
said-not-saved = The picture could not be saved. Try again.
