# Os textos do console em português do Brasil. Uma mensagem por texto; o código nunca contém nenhum.

product = Remote Rendering
language = Idioma
language-missing = Não foi possível carregar este idioma. Verifique a rede e escolha-o novamente.

## Entrada

sign-in-lead = Aloque um servidor de renderização na região mais próxima de você e libere-o quando terminar.
sign-in = Entrar
sign-in-running = Entrando…
sign-in-cancel = Cancelar
sign-in-more = Domínio da conta e geração da API
sign-in-privacy = A chave fica apenas na memória desta página: ela nunca é armazenada e desaparece quando você fecha a página.
sign-out = Sair

endpoint = Endpoint
endpoint-hint = A URL do serviço ou o nome curto de uma região.
endpoint-empty = Informe o endpoint, por exemplo http://127.0.0.1:8080.
endpoint-invalid = Isto não é um endpoint. Informe uma URL, como http://127.0.0.1:8080, ou o nome curto de uma região, como westeurope.
endpoint-scheme = Um endpoint começa com https:// ou http://.
endpoint-extra = Remova as partes com “@”, “?” ou “#”: um endpoint não tem usuário nem query.

account-id = ID da conta
account-id-hint = Um GUID: 32 dígitos hexadecimais em cinco grupos.
account-id-empty = Informe o ID da conta.
account-id-invalid = Isto não é um ID de conta. O ID é um GUID, como 1b405859-8af9-47e6-941d-9205163c0f63.

secret-kind = Entrar com
secret-show = Mostrar
secret-hide = Ocultar
account-key = Chave da conta
account-key-hint = A chave primária ou secundária da conta.
key-empty = Informe a chave da conta.
key-invalid = Isto não é uma chave de conta: o texto não está em base64. Copie a chave inteira, até o último “=”.
access-token = Token de acesso
access-token-hint = Um token emitido pelo serviço de tokens da conta.
token-empty = Cole um token de acesso.
token-invalid = Isto não é um token de acesso: um token tem três partes separadas por pontos. Copie o token inteiro.

account-domain = Domínio da conta
account-domain-hint = Somente se o serviço de tokens estiver em outro lugar: o domínio ou a URL dele. Deixe em branco para um serviço próprio.
generation = Geração da API
generation-hint = A v1 é para serviços e scripts anteriores a 2021; nesse caso, não é você quem escolhe o ID das sessões.

profile = Perfil salvo
profile-other = Nenhum destes
profile-forget = Esquecer
remember-profile = Lembrar o endpoint e a conta neste navegador
keep-token = Continuar conectado enquanto esta guia estiver aberta: guarda o token, nunca a chave

config-file-label = Configurações de um arquivo
config-file-hint = Escolha o arrconfig.json ou solte-o aqui. Ele preenche os campos abaixo.
file-read = Os campos abaixo foram preenchidos com os dados de { $name }.
file-partly-read = { $name } foi lido, mas nem tudo pode ser usado:
file-too-large = { $name } é grande demais para um arrconfig.json. Nada foi alterado.
file-unreadable = Não foi possível ler { $name }. Nada foi alterado.
file-not-json = { $name } não é JSON. Escolha o arrconfig.json da sua conta. Nada foi alterado.
file-no-settings = { $name } não contém configurações de conta. Escolha o arrconfig.json da sua conta. Nada foi alterado.
setting-unfilled = falta preencher. Substitua o texto entre “<” e “>”.
size-invalid = não é um tamanho. Use standard ou premium.

## O sandbox

sandbox-offer = Sem um serviço à mão?
sandbox-about = Experimente o sandbox: um serviço de sessões simulado nesta página, sem conta, sem servidor e sem custo. Tudo é esquecido quando você sai dele ou recarrega a página.
sandbox-enter = Experimentar o sandbox
sandbox-missing = Não foi possível carregar o sandbox. Verifique a rede e tente novamente.
sandbox-mark = Sandbox
sandbox-mark-about = uma simulação: nenhum servidor é alocado
sandbox-leave = Sair do sandbox
sandbox-page = { $title } (sandbox)
sandbox-snippets = No sandbox estas chamadas não levam a lugar nenhum: com um serviço, o endereço dele fica no lugar de sandbox.invalid.

## A página de quem entrou

profile-endpoint = Endpoint
profile-account = Conta
profile-token = Token
profile-token-renewed = renovado antes de { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
profile-token-until = até { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
token-expiring = Seu token de acesso expira às { $time } e, sem a chave da conta, esta página não consegue obter outro. Suas sessões continuam: entre novamente para cuidar delas.
offline = Este dispositivo está offline. As sessões continuam e o que você vê pode estar desatualizado; a página se atualiza assim que houver rede.
token-sign-in-again = Entrar novamente
settings = Configurações

## Regiões

regions-title = Regiões
regions-measure = Medir novamente
regions-cancel = Interromper medição
regions-download = Baixar amostras (CSV)
regions-legend = Traços: amostras. Faixa: onde está o tempo de ida e volta. Marca: a melhor estimativa. Linhas tracejadas: região recomendada abaixo de 70 ms, aceitável abaixo de 100 ms.
regions-documented = Este serviço não tem uma lista própria de regiões: estas são as da documentação.

race-none = Nenhuma medição ainda.
race-running = Medindo o tempo de ida e volta até cada região…
race-provisional = { $region } parece ser a mais próxima até agora.
race-stopped = A medição foi interrompida antes que alguma região respondesse.
race-stopped-with = A medição foi interrompida. { $region } parecia ser a mais próxima até então.

verdict-nearest = { $region } é a mais próxima: { $milliseconds } ms, { $behind } ms a menos que { $second } ({ $certainty }% de certeza, { $seconds } s, { $requests ->
        [one] { $requests } requisição
       *[other] { $requests } requisições
    }).
verdict-alone = { $region } é a mais próxima: { $milliseconds } ms. Nenhuma outra região respondeu para comparação ({ $seconds } s, { $requests ->
        [one] { $requests } requisição
       *[other] { $requests } requisições
    }).
verdict-close = Igualmente próximas, até onde é possível medir: { $region } e { $rivals }. Será usada { $region }: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requisição
       *[other] { $requests } requisições
    }).
verdict-close-many =
    Igualmente próximas, até onde é possível medir: { $region } e mais { $count ->
        [one] { $count } região
       *[other] { $count } regiões
    }. Será usada { $region }: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requisição
       *[other] { $requests } requisições
    }).
verdict-unsure = O tempo acabou antes de haver certeza. Será usada { $region }, que parece ser a mais próxima: { $milliseconds } ms ({ $seconds } s, { $requests ->
        [one] { $requests } requisição
       *[other] { $requests } requisições
    }). Meça novamente quando a rede estiver menos congestionada.
verdict-no-regions = Este serviço não tem regiões para medir.
verdict-silent = Nenhuma região respondeu a tempo. Verifique a rede e meça novamente.
verdict-offline = Este dispositivo está offline. Conecte-o à rede e meça novamente.
verdict-insecure = Uma página segura não pode medir regiões em endereços http. Abra o console a partir do próprio serviço ou escolha uma região manualmente.
verdict-unreachable = Nenhuma região está acessível. O motivo de cada uma está abaixo. Verifique a rede e meça novamente, ou escolha uma região manualmente.

region-round-trip = { $milliseconds } ms
region-about = cerca de { $milliseconds } ms
region-interval = { $low } a { $high } ms
region-loss = { $percent }%
region-waiting = aguardando
region-racing = na disputa
region-leads = a mais próxima até agora
region-nearest = a mais próxima
region-equally-near = igualmente próxima
region-undecided = indefinida
region-slower = mais distante
region-slow-start = mais distante, pela primeira resposta
region-silent = não respondeu, portanto não está próxima
region-too-far = longe demais para ser a mais próxima
region-unreachable = sem resposta: nada escuta no endereço dela
region-lost = não respondeu a tempo
region-offline = não medida: este dispositivo está offline
region-insecure = não medida: o endereço dela é http, e esta página é segura
region-redirected = não medida: o endereço de sondagem redireciona para outro lugar
region-cached = não medida: um cache respondeu no lugar dela
region-status = não medida: o endereço de sondagem responde com o status { $status }
region-coarse = o da própria página: os tempos podem parecer maiores do que são

fact-best = Melhor estimativa
fact-interval = Intervalo de 95%
fact-typical = Típico
fact-jitter = Jitter
fact-loss = Perda
fact-samples = Amostras
fact-requests = Requisições
fact-clock = Relógio

latency-recommended = Recomendada
latency-acceptable = Aceitável
latency-poor = Ruim

## Criação de uma sessão

create-title = Nova sessão
create-region = Região
create-region-nearest = Mais próxima: { $region }
create-region-measuring = Mais próxima (medindo…)
create-region-option = { $region } ({ $milliseconds } ms)
create-size = Tamanho
size-standard = Standard
size-standard-hint = Até 20 milhões de polígonos
size-premium = Premium
size-premium-hint = Qualquer número de polígonos
create-lease = Concessão (hh:mm)
create-lease-hint = Por quanto tempo a sessão pode ficar pronta, no máximo 24:00. É possível estender depois.
create-lease-presets = Concessões comuns
lease-preset-30 = 30 min
lease-preset-60 = 1 h
lease-preset-240 = 4 h
lease-invalid = Informe horas e minutos, por exemplo 01:30.
lease-too-short = A concessão mínima é de um minuto.
lease-too-long = A concessão máxima é de 24:00.
lease-negative = A concessão não pode ser negativa.
create-more = ID da sessão
create-id = ID da sessão
create-id-hint = Um nome à sua escolha, se quiser: letras, dígitos, “-” e “_”.
session-id-empty = Informe um ID de sessão.
session-id-too-long = Um ID de sessão tem no máximo 256 caracteres.
session-id-character = Um ID de sessão contém apenas letras, dígitos, “-” e “_”.
create-submit = Criar sessão
create-running = Criando…
create-cost = No máximo { $cost } por esta concessão, a { $price } por hora.
create-price = { $cost } por hora.
create-cost-unknown = Informe um preço para ver o custo.
create-set-prices = Informar preços
create-fallback =
    { $next ->
        [both] Se não houver servidor disponível nessa região: Premium e, depois, { $regions }.
        [size] Se não houver servidor disponível nessa região: Premium.
       *[regions] Se não houver servidor disponível nessa região: { $regions }.
    }
create-step = { $size } em { $region }
create-next = Nenhum servidor disponível: { $failed }. Tentando { $present }…
create-instead = Nenhum servidor estava disponível: { $failed }. Em vez disso, foi criada uma sessão { $present }.
create-no-server = Nenhum servidor disponível: { $steps }. Tente novamente mais tarde ou escolha outra região.

## Sessões

sessions-title = Sessões
sessions-refresh = Atualizar
sessions-loading = Buscando as sessões de todas as regiões…
sessions-empty = Nenhuma sessão ainda. Crie uma, e ela aparecerá aqui.
sessions-live =
    { $count ->
        [0] Nenhum servidor alocado.
        [one] Uma sessão iniciando ou pronta.
       *[other] { $count } sessões iniciando ou prontas.
    }
sessions-cost = Ao todo { $price } por hora e no máximo { $cost } até o fim das concessões.
sessions-stop-all = Encerrar as { $count } sessões exibidas
sessions-not-listed = Não foi possível listar as sessões destas regiões: { $regions }

sessions-search = Buscar sessões
sessions-which = Quais sessões
sessions-which-all = Todas as sessões
sessions-which-live = Iniciando e prontas
sessions-which-ended = Encerradas
sessions-order = Ordem
sessions-order-newest = Mais recentes
sessions-order-lease-end = Expiram primeiro
sessions-order-id = Por ID da sessão
sessions-order-region = Por região
sessions-shown =
    { $count ->
        [one] { $shown } de { $count } sessão
       *[other] { $shown } de { $count } sessões
    }
sessions-show-all = Mostrar todas
sessions-none-match = Nenhuma sessão corresponde.

column-session = Sessão
column-status = Status
column-lease = Concessão
column-host = Host
column-actions = Ações

status-starting = Iniciando
status-ready = Pronta
status-error = Com falha
status-expired = Expirada
status-stopped = Encerrada

lease-starting = iniciando há { $since }
lease-left = expira em { $left }
lease-stops-in = encerra em { $left }
lease-ready-for = pronta há { $time }
lease-ready-for-cost = pronta há { $time }: { $cost }
lease-not-running = Começa com a sessão pronta
host-ports = Porta de handshake { $handshake }, porta do inspetor { $inspector }

action-connect = Conectar
action-connect-session = Conectar à sessão { $id }
action-extend = Estender
action-extending = Estendendo…
action-extend-session = Estender a sessão { $id }
action-stop = Encerrar
action-stopping = Encerrando…
action-stop-session = Encerrar a sessão { $id }
action-undo = Desfazer
action-undo-session = Desfazer: manter a sessão { $id }
action-dismiss = Dispensar
action-dismiss-session = Dispensar a sessão { $id }

extend-title = Estender a concessão
extend-present = A concessão é de { $lease } no total, a partir do momento em que a sessão ficou pronta.
extend-steps = Acrescentar à concessão
extend-15 = + 15 min
extend-30 = + 30 min
extend-60 = + 1 h
extend-total = Nova concessão total (hh:mm)
extend-hint = No máximo 24:00.
extend-ends = Termina em { $from }; prorrogada, termina em { $to }.
extend-not-longer = A nova concessão deve ser mais longa que a atual.
extend-confirm = Estender
extend-cancel = Cancelar

stopping =
    { $count ->
        [one] A sessão { $ids } está prestes a ser encerrada.
       *[other] { $count } sessões estão prestes a ser encerradas.
    }
stopping-undo = Desfazer
stopping-now = Encerrar agora

guard-warning =
    { $count ->
        [one] A concessão da sessão { $ids } termina às { $time }.
       *[other] As concessões de { $count } sessões terminam em breve, a primeira às { $time }: { $ids }.
    }
guard-extend = Estender por { $minutes } min
guard-dismiss = Dispensar
guard-title = Resta { $left }: { $id }

leave-title = Suas sessões continuam
leave-goes-on =
    { $count ->
        [one] Uma sessão criada por você aqui continua sem esta página.
       *[other] { $count } sessões criadas por você aqui continuam sem esta página.
    }
leave-until =
    { $count ->
        [one] Uma sessão criada por você aqui continua sem esta página, no máximo até { $time }.
       *[other] { $count } sessões criadas por você aqui continuam sem esta página, no máximo até { $time }.
    }
leave-cost = Isso ainda pode custar { $cost }.
leave-stay = Continuar conectado
leave-go = Sair sem encerrar
leave-stop-and-go = Encerrar e sair
leave-stop = Encerrar

## Configurações

settings-title = Configurações
settings-save = Salvar
settings-cancel = Cancelar
prices = Quanto custa um servidor por hora
prices-hint = O serviço não informa. Onde um campo fica vazio, nenhum custo é exibido.
price-standard = Standard
price-premium = Premium
price-invalid = Isto não é um valor. Escreva, por exemplo, 3,50.
currency = Moeda
currency-invalid = Escreva as três letras da moeda, como USD ou BRL.
rules = Quando uma sessão é esquecida
rules-hint = Vale para as sessões que você cria nesta guia, enquanto ela estiver aberta. Em todo caso, você é avisado antes do fim de qualquer concessão.
rule-warn = Apenas me avisar
rule-extend = Estender a concessão por 30 min a cada vez
extend-to = Até esta concessão total (hh:mm)
rule-stop = Encerrar quando ninguém usa esta página
stop-after = Por este tempo (hh:mm)
notifications-granted = Este navegador notifica você enquanto você olha para outro lugar.
notifications-unasked = Este navegador pode notificar você enquanto você olha para outro lugar.
notifications-refused = Sem notificações: o navegador ou o dispositivo não as permite a esta página.
notifications-allow = Permitir notificações

moment = { DATETIME($time, dateStyle: "medium", timeStyle: "medium") }
time-of-day = { DATETIME($time, timeStyle: "medium") }
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min
duration-seconds = { $seconds } s

## A página de uma sessão

session-title = { $id } – { product }
session-back = Todas as sessões
session-loading = Buscando a sessão…
session-retry = Tentar novamente
session-region-unknown = Este serviço não tem a região { $region }.
session-region-unknown-advice = Verifique o link e se você entrou no serviço de onde ele veio.

view-back = A página da sessão
view-missing = Não foi possível carregar o que mostra as imagens. Verifique a rede e tente de novo.
view-over = Esta sessão terminou: não há mais nada a que se conectar.

timeline-title = O que aconteceu
timeline-created = Criada
timeline-lease-ends = Fim da concessão
timeline-between = entre { $earliest } e { $latest }
timeline-seen = visto às { $time }
timeline-earliest = { $time } no mínimo, se não for estendida

properties-title = Propriedades
property-id = ID da sessão
property-host = Host
property-handshake = Porta de handshake
property-inspector = Porta do inspetor
property-region = Região
property-size = Tamanho
property-status = Status
property-error = Erro
property-lease = Concessão total
property-ready-for = Pronta há
property-power = Poder de computação
property-power-value = { $teraflops } TFLOPS
property-created = Criada em
property-seen = Dados de
property-json = JSON
property-json-hint = A resposta do serviço de { $time }, com quebras de linha adicionadas.

copy = Copiar
copy-what = Copiar: { $what }
copy-done = Copiado: { $what }
copy-refused = Não foi copiado: o navegador não permite. Selecione o texto e copie manualmente.

snippets-title = As mesmas chamadas em outro lugar
snippets-language = Escritas para
snippets-hint = Nem a chave nem o token aparecem: a chave da conta vem de { $key }, o token, de { $token }.
snippet-token = Obter um token
snippet-read = Ler a sessão
snippet-extend = Estender a concessão
snippet-stop = Encerrá-la

calls-title = Chamadas desta sessão
calls-none = Nenhuma desde que você entrou.

## Atividade

activity-title =
    { $count ->
        [one] Atividade ({ $count } chamada)
       *[other] Atividade ({ $count } chamadas)
    }
activity-search = Buscar chamadas
activity-search-hint = Parte da URL, do status ou do MS-CV.
activity-failed-only = Somente chamadas com falha
activity-matches =
    { $count ->
        [0] Nenhuma chamada corresponde. Busque outra coisa ou mostre todas as chamadas novamente.
        [one] Uma chamada corresponde.
       *[other] { $count } chamadas correspondem.
    }
activity-shown =
    { $dropped ->
        [0] { $shown } de { $count } chamadas mostradas.
        [one] { $shown } de { $count } chamadas mostradas. Uma chamada mais antiga não é mais mantida.
       *[other] { $shown } de { $count } chamadas mostradas. { $dropped } chamadas mais antigas não são mais mantidas.
    }
activity-more = Mostrar mais { $count }
activity-no-answer = sem resposta
activity-took = { $count } ms
activity-attempt = tentativa { $count }
activity-given-up = abandonada antes da resposta
activity-export = Exportar (HAR)
activity-export-hint = Todas as chamadas mantidas, em um arquivo para ferramentas de rede. As chaves e os tokens são removidos; os nomes das sessões e dos hosts, não.

## O que deu errado e o que fazer

failure-details = Detalhes da chamada
failure-call = Chamada
failure-status = Status
failure-sent = Enviada
failure-attempts =
    { $attempts ->
        [one] { $attempts } vez
       *[other] { $attempts } vezes
    }
failure-retry-after =
    { $seconds ->
        [one] O serviço pede que você aguarde { $seconds } segundo.
       *[other] O serviço pede que você aguarde { $seconds } segundos.
    }

failure-offline = Este dispositivo está offline.
failure-offline-advice = Conecte-o à rede e tente novamente.
failure-unreachable = Nada responde neste endpoint.
failure-unreachable-advice = Verifique o endereço e a porta e se o serviço está em execução.
failure-cors-refused = O endpoint responde, mas não permite que esta página o chame.
failure-cors-refused-advice = Ele não envia cabeçalhos CORS para o endereço desta página. É um serviço de renderização remota? Se for, peça ao operador que autorize esta página.
failure-insecure = Uma página segura não pode chamar um endpoint não seguro.
failure-insecure-advice = Use um endpoint que comece com https:// ou abra o console a partir do próprio serviço.
failure-interrupted = A resposta foi interrompida.
failure-interrupted-advice = A rede está instável. Tente novamente.
failure-timeout = Nenhuma resposta a tempo.
failure-timeout-advice = O serviço está ocupado ou a rede está lenta. Tente novamente em instantes.
failure-bad-request = O serviço não aceitou a requisição.
failure-bad-request-advice = A mensagem do serviço diz o que corrigir.
failure-unauthorized = O serviço não aceita este ID de conta com esta chave ou este token.
failure-unauthorized-advice = Verifique o ID da conta e copie novamente a chave ou o token: pode ter havido uma troca.
failure-forbidden = Isso não é permitido.
failure-forbidden-advice = O token pertence a outra conta ou tem uma função que não permite esta operação.
failure-not-found = Essa sessão não existe nesta região.
failure-not-found-advice = Ela pode estar em outra região ou ter sido removida 30 dias após o término.
failure-conflict = Este ID de sessão já está em uso.
failure-conflict-advice = Ele pertence a outra sessão, com configurações diferentes. Escolha outro ID.
failure-lease-refused = A concessão não foi aceita.
failure-lease-refused-advice = Ela deve ser mais longa que a atual e ter no máximo 24:00.
failure-throttled = Chamadas em excesso.
failure-throttled-advice = O serviço pede que você reduza o ritmo. Tente novamente daqui a pouco.
failure-service-failed = O serviço falhou.
failure-service-failed-advice = Tente novamente em instantes. Se o problema persistir, informe ao operador do serviço o MS-CV abaixo.
failure-unexpected-status = O serviço deu uma resposta inesperada.
failure-unexpected-status-advice = O endpoint é mesmo um serviço de renderização remota?
failure-invalid-answer = A resposta não é de um serviço de renderização remota.
failure-invalid-answer-advice = Não é o JSON que o serviço enviaria. Verifique o endpoint: um proxy ou outro servidor web pode estar respondendo no lugar dele.
failure-token-expired = O token de acesso expirou.
failure-token-expired-advice = Obtenha um novo no serviço de tokens e entre com ele.
failure-invalid-token = Isto não é um token de acesso.
failure-invalid-token-advice = Copie o token inteiro: ele tem três partes separadas por pontos.
failure-credential-failed = Não foi possível obter um token.
failure-credential-failed-advice = Entre novamente.
failure-foreign-link = A lista de sessões leva a outro serviço, e o link não foi seguido.
failure-foreign-link-advice = O endpoint não é o que parece. Avise o operador.
