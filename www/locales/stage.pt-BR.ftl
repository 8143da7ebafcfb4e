# Os textos do palco em português do Brasil.

stage = O que o servidor da sessão renderiza
picture = A cena renderizada
picture-description = As setas giram a vista, mais e menos aproximam e afastam, F mostra a cena inteira, M alterna entre orbitar e andar, H lista todas as teclas.
tools = Ferramentas
control-models = Modelos
control-upload = Enviar
control-orbit = Orbitar
control-walk = Andar
control-fit = Ver tudo
control-reset = Vista inicial
control-play = Reproduzir
control-pause = Pausar
control-statistics = Estatísticas
control-screenshot = Captura
control-full-screen = Tela cheia
control-help = Ajuda
control-disconnect = Desconectar
control-with-key = { $name } ({ $key })
panel-close = Fechar
drop-here = Solte o arquivo para carregá-lo.
plain = { $text }

## O estado da conexão

connecting = Conectando…
connecting-granting = Pedindo acesso ao serviço.
connecting-signalling = Aguardando o servidor da sessão.
connecting-negotiating = Procurando um caminho para as imagens.
connecting-first-frame = Aguardando a primeira imagem.
reconnecting = Conexão perdida. Reconectando…
reconnecting-advice = Tentativa { $attempt }. A cena fica guardada por mais { $seconds } s.
reconnecting-late = Tentativa { $attempt }. O servidor não guarda mais a cena. O que você carregou será carregado de novo quando a conexão voltar.
again = A conexão ficou fora por tempo demais, e o servidor descartou a cena. O que você tinha carregado está sendo carregado de novo.
refused-busy = Outro dispositivo está conectado.
refused-busy-advice = Uma sessão mostra suas imagens a um dispositivo por vez. Desconecte o outro e tente novamente.
refused-token = A permissão para conectar não vale mais.
refused-token-advice = Ela vale uma vez e por um minuto. Tente novamente: a página pede outra.
refused-resume = A cena não existe mais.
refused-resume-advice = A conexão ficou fora por tempo demais. Tente novamente: o que você carregou será carregado de novo.
refused-hello = O servidor da sessão e esta página não se entendem.
refused-hello-advice = Talvez sejam de versões diferentes. Recarregue a página e tente novamente.
ended-stopped = A sessão foi encerrada.
ended-expired = A concessão da sessão terminou.
ended-replaced = Você se conectou em outro lugar.
ended-replaced-advice = As imagens chegam lá agora. Tente novamente para tê-las aqui.
ended-failed = O servidor da sessão falhou.
ended-failed-advice = Tente novamente. Se continuar assim, crie uma nova sessão.
session-over = Esta sessão terminou.
session-over-advice = Seu servidor e o que havia na cena não existem mais. Crie uma nova sessão para continuar.
closed = Desconectado
closed-advice = A cena foi descartada. A sessão continua até ser encerrada ou até a concessão terminar.
failed = Sem conexão
failed-protocol = O servidor da sessão responde de um modo que esta página não conhece. Recarregue a página e tente novamente.
failed-insecure = Esta página é segura (https) e o servidor da sessão não é: os navegadores proíbem isso. Quem o opera pode dar um certificado ao serviço.
failed-unreachable = O servidor da sessão não responde. Verifique se esta rede deixa passar WebSockets até ele e tente novamente.
failed-lost = A conexão foi perdida e não voltou. Verifique a rede e tente novamente.
failed-no-video = Este navegador não reproduz H.264 nem por WebRTC nem por WebCodecs. Use um navegador atual.
failed-picture = O navegador não consegue mostrar a imagem. Recarregue a página e tente novamente.
grant-simulated = Os servidores deste serviço são simulados: não há a que se conectar. Quem o opera inicia servidores reais com --allocator process.
grant-starting = A sessão ainda não tem servidor. Espere até que esteja pronta e tente novamente.
grant-failed = A sessão não tem mais servidor: ele falhou. Crie uma nova sessão.
grant-silent = O servidor da sessão não responde ao serviço. Tente novamente; se continuar assim, crie uma nova sessão.
action-retry = Tentar novamente
action-reopen = Conectar de novo
action-sessions = Todas as sessões
empty = A cena está vazia.
empty-advice = Carregue um destes modelos ou solte aqui um arquivo glTF (.glb).
empty-all = Todos os modelos
checkerboard = Mais de 20 milhões de polígonos estão à vista: uma sessão Standard mostra um tabuleiro no lugar. Uma sessão Premium os mostra; ou retire modelos da cena.

## Carregar modelos

load-waiting = aguardando
load-uploading = enviando: { $done } de { $total }
load-fetching = buscando: { $done } de { $total }
load-fetching-some = buscando: { $done }
load-reading = lendo
load-preparing = preparando
load-progress = Carregando { $name }
load-cancel = Cancelar
load-cancel-named = Cancelar o carregamento de { $name }
load-dismiss = Dispensar
load-preload = Um modelo com que a sessão foi criada não pôde ser carregado.
load-not-found = Esse modelo não existe. Talvez tenha sido movido: veja a lista de novo.
load-not-allowed = Quem opera este serviço não permite modelos desse lugar.
load-too-large = O modelo é maior do que este serviço aceita.
load-too-large-for = O arquivo é maior do que este serviço aceita: no máximo { $most }.
load-broken = O arquivo não é um modelo glTF ou está corrompido. Exporte-o de novo como .glb.
load-unsupported = O arquivo precisa de uma extensão ou de uma versão de glTF sem suporte. Exporte-o como glTF 2.0, sem essas extensões.
load-extensions = O arquivo precisa de extensões de glTF sem suporte: { $names }. Exporte-o sem elas.
load-unreachable = O endereço do modelo não respondeu como devia. Verifique-o e tente novamente.
load-status = O endereço do modelo responde com o código { $status }. Verifique-o e se ainda vale.
load-lost = A conexão com o servidor da sessão caiu no caminho. Tente novamente quando ela voltar.
load-memory = O modelo não cabe na memória do servidor. Retire outros da cena ou use um mais simples.
load-busy = Há carregamentos demais ao mesmo tempo. Espere que terminem e tente novamente.
load-failed = Algo deu errado no caminho. Tente novamente.

## Os modelos

models = Modelos
models-in-scene = Na cena
models-none = Nenhum ainda.
models-remove = Retirar
models-remove-named = Retirar { $name }
models-add = Adicionar um modelo
models-search = Buscar modelos
models-not-found = Nenhum modelo tem esse nome.
models-more = { $count ->
    [one] Mais um: busque para encontrá-lo.
   *[other] Mais { $count }: busque para encontrá-los.
}
triangles = { $number ->
    [one] { $number } triângulo
   *[other] { $number } triângulos
}

## Os exemplos

sample-gears = Engrenagens
sample-materials = Materiais
sample-terrain = Terreno
sample-terrain-million = Terreno de um milhão de triângulos
sample-alpha = Transparência
sample-windmill = Moinho de vento

## Modelos em endereços

address = Carregar de um endereço
address-load = Carregar
address-hint = O endereço https de um arquivo .glb. Origens permitidas: { $hosts }.
address-https = O endereço precisa começar com https://.
address-wrong = Este não é um endereço que se possa consultar.
address-user = Retire do endereço o nome de usuário e a senha.
address-elsewhere = Os modelos não podem vir de { $host }, só de: { $hosts }.
address-too-long = O endereço é longo demais: no máximo { $most } caracteres.

## Estatísticas

figures = Estatísticas
figures-latency = Da câmera aos pixels
figures-latency-value = { $middle } ms (última: { $newest } ms)
figures-frames = Imagens por segundo
figures-bit-rate = Taxa de bits
figures-loss = Perda
figures-round-trip = Ida e volta
figures-render = Renderização
figures-encode = Codificação
figures-decode = Decodificação
figures-size = Imagem
figures-triangles = Triângulos à vista
figures-codec = Codec
figures-transport = Transporte
figures-dropped = Imagens não mostradas
figures-renderer = Renderizador
figures-number = { $number }
graph-title = { $name }, último minuto
graph-label = { $name }, último minuto: de { $low } a { $high }, metade abaixo de { $middle }
graph-empty = { $name }, último minuto: nada medido ainda
milliseconds = { $number } ms
percent = { $number } %
bytes = { $number } B
bytes-kilo = { $number } kB
bytes-mega = { $number } MB
bytes-giga = { $number } GB
bit-rate = { $number } bit/s
bit-rate-kilo = { $number } kbit/s
bit-rate-mega = { $number } Mbit/s

## Teclas e gestos

help = Ajuda
help-focus = As teclas funcionam enquanto a imagem ou a barra de ferramentas tem o foco: clique na imagem ou vá até ela com Tab.
help-keys = Teclas
help-key = Tecla
help-does = O que faz
help-gestures = Mouse, caneta e toque
help-mouse = Mouse ou caneta
help-touch = Toque
help-turn = girar a vista
help-pan = mover a vista
help-zoom = mais perto e mais longe
help-walk = andar (no modo andar)
help-rise = descer e subir (no modo andar)
help-faster = mais rápido (no modo andar)
help-escape = fechar este painel
help-change = alternar entre orbitar e andar
help-play = pausar e retomar o que se move
help-drag = arrastar
help-finger = um dedo
help-right-drag = arrastar com o botão direito ou com Shift
help-fingers = dois dedos
help-wheel = roda
help-pinch = pinça
help-drop = soltar um arquivo
help-no-touch = botão Enviar
help-upload = carregar um modelo
key-arrows = Setas
key-shift = Shift
key-escape = Esc
key-home = Home
key-delete = Delete

## O que se diz a quem não vê a tela

said-connected = Conectado: a imagem está aí.
said-loaded = Na cena: { $name }.
said-not-loaded = Não foi possível carregar { $name }.
said-orbit = Orbitando.
said-walk = Andando.
said-playing = Reproduzindo.
said-paused = Em pausa.
said-saved = Salvo como { $name }.
said-not-saved = Não foi possível salvar a imagem. Tente novamente.
