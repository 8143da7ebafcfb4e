# Тексты консоли на русском языке. Одно сообщение на каждый текст; в коде текстов нет.

product = Remote Rendering
language = Язык
language-missing = Не удалось загрузить этот язык. Проверьте сеть и выберите его снова.

## Вход

sign-in-lead = Арендуйте сервер рендеринга в ближайшем регионе и завершите аренду по окончании работы.
sign-in = Войти
sign-in-running = Вход…
sign-in-cancel = Отмена
sign-in-more = Домен учётной записи и поколение API
sign-in-privacy = Ключ находится только в памяти этой страницы: он нигде не сохраняется и исчезает при её закрытии.
sign-out = Выйти

endpoint = Конечная точка
endpoint-hint = URL службы или краткое имя региона.
endpoint-empty = Введите конечную точку, например http://127.0.0.1:8080.
endpoint-invalid = Это не конечная точка. Введите URL, например http://127.0.0.1:8080, или краткое имя региона, например westeurope.
endpoint-scheme = Конечная точка должна начинаться с https:// или http://.
endpoint-extra = Уберите части с символами «@», «?» и «#»: в конечной точке нет ни имени пользователя, ни параметров запроса.

account-id = Идентификатор учётной записи
account-id-hint = GUID: 32 шестнадцатеричные цифры в пяти группах.
account-id-empty = Введите идентификатор учётной записи.
account-id-invalid = Это не идентификатор учётной записи. Нужен GUID, например 1b405859-8af9-47e6-941d-9205163c0f63.

secret-kind = Способ входа
secret-show = Показать
secret-hide = Скрыть
account-key = Ключ учётной записи
account-key-hint = Первичный или вторичный ключ учётной записи.
key-empty = Введите ключ учётной записи.
key-invalid = Это не ключ учётной записи: текст не в формате Base64. Скопируйте ключ целиком, до последнего знака «=».
access-token = Токен доступа
access-token-hint = Токен, выданный службой токенов учётной записи.
token-empty = Вставьте токен доступа.
token-invalid = Это не токен доступа: токен состоит из трёх частей, разделённых точками. Скопируйте его целиком.

account-domain = Домен учётной записи
account-domain-hint = Только если служба токенов размещена отдельно: её домен или URL. Для собственной службы оставьте поле пустым.
generation = Поколение API
generation-hint = v1 нужна для служб и скриптов, созданных до 2021 года; в этом случае идентификатор сеанса выбирает служба.

profile = Сохранённый профиль
profile-other = Ни один из этих
profile-forget = Забыть
remember-profile = Запомнить конечную точку и учётную запись в этом браузере
keep-token = Не выходить, пока открыта эта вкладка: хранится токен, но не ключ

config-file-label = Настройки из файла
config-file-hint = Выберите файл arrconfig.json или перетащите его сюда: поля ниже заполнятся автоматически.
file-read = Поля ниже заполнены из файла { $name }.
file-partly-read = Файл { $name } прочитан, но использовать удалось не всё:
file-too-large = Файл { $name } слишком велик для arrconfig.json. Ничего не изменено.
file-unreadable = Не удалось прочитать файл { $name }. Ничего не изменено.
file-not-json = Файл { $name } не в формате JSON. Выберите файл arrconfig.json своей учётной записи. Ничего не изменено.
file-no-settings = В файле { $name } нет настроек учётной записи. Выберите файл arrconfig.json своей учётной записи. Ничего не изменено.
setting-unfilled = ещё не заполнено. Замените текст в угловых скобках.
size-invalid = недопустимый размер. Укажите standard или premium.

## Песочница

sandbox-offer = Нет службы под рукой?
sandbox-about = Попробуйте песочницу: служба сеансов имитируется прямо на этой странице, без учётной записи, сервера и расходов. После выхода или перезагрузки ничего не остаётся.
sandbox-enter = Открыть песочницу
sandbox-missing = Не удалось загрузить песочницу. Проверьте сеть и попробуйте снова.
sandbox-mark = Песочница
sandbox-mark-about = имитация: серверы не арендуются
sandbox-leave = Выйти из песочницы
sandbox-page = { $title } (песочница)
sandbox-snippets = В песочнице эти вызовы никуда не ведут: у службы вместо sandbox.invalid стоит её адрес.

## Страница пользователя, выполнившего вход

profile-endpoint = Конечная точка
profile-account = Учётная запись
profile-token = Токен
profile-token-renewed = обновится раньше { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
profile-token-until = до { DATETIME($time, weekday: "short", hour: "numeric", minute: "numeric") }
token-expiring = Срок действия вашего токена доступа истекает в { $time }, а без ключа учётной записи страница не может получить новый. Сеансы продолжаются: войдите снова, чтобы управлять ими.
offline = Это устройство не подключено к сети. Сеансы продолжаются, а данные на странице могли устареть; она обновится, как только появится сеть.
token-sign-in-again = Войти снова
settings = Настройки

## Регионы

regions-title = Регионы
regions-measure = Измерить снова
regions-cancel = Прервать измерение
regions-download = Скачать замеры (CSV)
regions-legend = Штрихи — замеры. Полоса — диапазон круговой задержки. Отметка — её лучшая оценка. Пунктир — границы: рекомендуется менее 70 мс, приемлемо менее 100 мс.
regions-documented = Служба не предоставляет список регионов: показаны регионы из документации.

race-none = Измерение ещё не проводилось.
race-running = Измеряется круговая задержка до каждого региона…
race-provisional = Пока ближайшим выглядит регион { $region }.
race-stopped = Измерение прервано до того, как ответил хотя бы один регион.
race-stopped-with = Измерение прервано. К этому моменту ближайшим выглядел регион { $region }.

verdict-nearest =
    Ближайший регион — { $region }: { $milliseconds } мс, на { $behind } мс быстрее, чем { $second } (достоверность { $certainty } %, { $seconds } с, { $requests ->
        [one] { $requests } запрос
        [few] { $requests } запроса
        [many] { $requests } запросов
       *[other] { $requests } запроса
    }).
verdict-alone =
    Ближайший регион — { $region }: { $milliseconds } мс. Сравнить не с чем: другие регионы не ответили ({ $seconds } с, { $requests ->
        [one] { $requests } запрос
        [few] { $requests } запроса
        [many] { $requests } запросов
       *[other] { $requests } запроса
    }).
verdict-close =
    Регионы { $region } и { $rivals } одинаково близки в пределах точности измерения. Выбран регион { $region }: { $milliseconds } мс ({ $seconds } с, { $requests ->
        [one] { $requests } запрос
        [few] { $requests } запроса
        [many] { $requests } запросов
       *[other] { $requests } запроса
    }).
verdict-close-many =
    Регион { $region } и ещё { $count ->
        [one] { $count } регион
        [few] { $count } региона
        [many] { $count } регионов
       *[other] { $count } региона
    } одинаково близки в пределах точности измерения. Выбран регион { $region }: { $milliseconds } мс ({ $seconds } с, { $requests ->
        [one] { $requests } запрос
        [few] { $requests } запроса
        [many] { $requests } запросов
       *[other] { $requests } запроса
    }).
verdict-unsure =
    Времени на надёжный результат не хватило. Выбран регион { $region }, который выглядит ближайшим: { $milliseconds } мс ({ $seconds } с, { $requests ->
        [one] { $requests } запрос
        [few] { $requests } запроса
        [many] { $requests } запросов
       *[other] { $requests } запроса
    }). Повторите измерение, когда нагрузка на сеть снизится.
verdict-no-regions = У этой службы нет регионов для измерения.
verdict-silent = Ни один регион не ответил вовремя. Проверьте сеть и повторите измерение.
verdict-offline = Это устройство не в сети. Подключите его к сети и повторите измерение.
verdict-insecure = Защищённая страница не может измерять регионы с адресами http. Откройте консоль по адресу самой службы или выберите регион вручную.
verdict-unreachable = Все регионы недоступны, причина указана у каждого ниже. Проверьте сеть и повторите измерение или выберите регион вручную.

region-round-trip = { $milliseconds } мс
region-about = около { $milliseconds } мс
region-interval = { $low }–{ $high } мс
region-loss = { $percent } %
region-waiting = ожидание
region-racing = сравнивается
region-leads = пока ближайший
region-nearest = ближайший
region-equally-near = так же близко
region-undecided = не определено
region-slower = дальше
region-slow-start = дальше, судя по первому ответу
region-silent = не отвечает, значит, не близко
region-too-far = слишком далеко, чтобы быть ближайшим
region-unreachable = нет ответа: по этому адресу нет сервера
region-lost = нет ответа за отведённое время
region-offline = не измерено: это устройство не в сети
region-insecure = не измерено: у региона адрес http, а страница защищённая
region-redirected = не измерено: адрес для замеров ведёт в другое место
region-cached = не измерено: вместо региона ответил кэш
region-status = не измерено: адрес для замеров отвечает кодом состояния { $status }
region-coarse = часы страницы: значения могут быть завышены

fact-best = Лучшая оценка
fact-interval = Интервал 95 %
fact-typical = Типичное значение
fact-jitter = Джиттер
fact-loss = Потери
fact-samples = Замеры
fact-requests = Запросы
fact-clock = Источник времени

latency-recommended = Рекомендуется
latency-acceptable = Приемлемо
latency-poor = Плохо

## Создание сеанса

create-title = Новый сеанс
create-region = Регион
create-region-nearest = Ближайший: { $region }
create-region-measuring = Ближайший (измеряется…)
create-region-option = { $region } ({ $milliseconds } мс)
create-size = Размер
size-standard = Standard
size-standard-hint = До 20 млн полигонов
size-premium = Premium
size-premium-hint = Любое число полигонов
create-lease = Срок аренды (чч:мм)
create-lease-hint = Сколько времени сеанс будет доступен, не более 24:00. Позже аренду можно продлить.
create-lease-presets = Типовые сроки аренды
lease-preset-30 = 30 мин
lease-preset-60 = 1 ч
lease-preset-240 = 4 ч
lease-invalid = Укажите часы и минуты, например 01:30.
lease-too-short = Минимальный срок аренды — одна минута.
lease-too-long = Максимальный срок аренды — 24:00.
lease-negative = Срок аренды не может быть отрицательным.
create-more = Идентификатор сеанса
create-id = Идентификатор сеанса
create-id-hint = При желании задайте собственное имя: латинские буквы, цифры, «-» и «_».
session-id-empty = Введите идентификатор сеанса.
session-id-too-long = Идентификатор сеанса не может быть длиннее 256 символов.
session-id-character = В идентификаторе сеанса допустимы только латинские буквы, цифры, «-» и «_».
create-submit = Создать сеанс
create-running = Создание…
create-cost = Не более { $cost } за эту аренду, { $price } в час.
create-price = { $cost } в час.
create-cost-unknown = Укажите цену, чтобы видеть стоимость.
create-set-prices = Указать цены
create-fallback =
    { $next ->
        [both] Если там нет свободного сервера: Premium, затем { $regions }.
        [size] Если там нет свободного сервера: Premium.
       *[regions] Если там нет свободного сервера: { $regions }.
    }
create-step = { $size } ({ $region })
create-next = Нет свободного сервера: { $failed }. Следующая попытка: { $present }…
create-instead = Не было свободного сервера: { $failed }. Вместо этого создан сеанс { $present }.
create-no-server = Нет свободного сервера: { $steps }. Повторите попытку позже или выберите другой регион.

## Сеансы

sessions-title = Сеансы
sessions-refresh = Обновить
sessions-loading = Загрузка сеансов всех регионов…
sessions-empty = Сеансов пока нет. Созданный сеанс появится здесь.
sessions-live =
    { $count ->
        [0] Арендованных серверов нет.
        [one] { $count } сеанс запускается или готов.
        [few] { $count } сеанса запускаются или готовы.
        [many] { $count } сеансов запускаются или готовы.
       *[other] { $count } сеанса запускаются или готовы.
    }
sessions-cost = Всего { $price } в час и не более { $cost } до окончания аренды.
sessions-stop-all = Остановить все показанные ({ $count })
sessions-not-listed = Не удалось получить списки сеансов следующих регионов: { $regions }

sessions-search = Найти сеанс
sessions-which = Какие сеансы
sessions-which-all = Все сеансы
sessions-which-live = Запускаются и готовы
sessions-which-ended = Завершённые
sessions-order = Порядок
sessions-order-newest = Сначала новые
sessions-order-lease-end = По концу аренды
sessions-order-id = По идентификатору
sessions-order-region = По региону
sessions-shown = Показано: { $shown } из { $count }
sessions-show-all = Показать все
sessions-none-match = Подходящих сеансов нет.

column-session = Сеанс
column-status = Состояние
column-lease = Аренда
column-host = Хост
column-actions = Действия

status-starting = Запускается
status-ready = Готов
status-error = Ошибка
status-expired = Истёк
status-stopped = Остановлен

lease-starting = запускается уже { $since }
lease-left = осталось { $left }
lease-stops-in = остановка через { $left }
lease-ready-for = готов { $time }
lease-ready-for-cost = готов { $time }: { $cost }
lease-not-running = Начнётся, когда сеанс будет готов
host-ports = Порт рукопожатия { $handshake }, порт инспектора { $inspector }

action-connect = Подключиться
action-connect-session = Подключиться к сеансу { $id }
action-extend = Продлить
action-extending = Продление…
action-extend-session = Продлить сеанс { $id }
action-stop = Остановить
action-stopping = Остановка…
action-stop-session = Остановить сеанс { $id }
action-undo = Отменить
action-undo-session = Отменить остановку сеанса { $id }
action-dismiss = Убрать
action-dismiss-session = Убрать сеанс { $id }

extend-title = Продление аренды
extend-present = Сейчас общий срок аренды — { $lease }, считая с момента готовности сеанса.
extend-steps = Добавить к сроку аренды
extend-15 = + 15 мин
extend-30 = + 30 мин
extend-60 = + 1 ч
extend-total = Новый общий срок аренды (чч:мм)
extend-hint = Не более 24:00.
extend-ends = Сейчас заканчивается: { $from }. После продления: { $to }.
extend-not-longer = Новый срок аренды должен быть больше текущего.
extend-confirm = Продлить
extend-cancel = Отмена

stopping =
    { $count ->
        [one] Скоро будет остановлен сеанс { $ids }.
        [few] Скоро будут остановлены { $count } сеанса.
        [many] Скоро будут остановлены { $count } сеансов.
       *[other] Скоро будут остановлены { $count } сеанса.
    }
stopping-undo = Отменить
stopping-now = Остановить сейчас

guard-warning =
    { $count ->
        [one] Аренда сеанса { $ids } заканчивается в { $time }.
        [few] Скоро заканчивается аренда { $count } сеансов, первая в { $time }: { $ids }.
        [many] Скоро заканчивается аренда { $count } сеансов, первая в { $time }: { $ids }.
       *[other] Скоро заканчивается аренда { $count } сеанса, первая в { $time }: { $ids }.
    }
guard-extend = Продлить на { $minutes } мин
guard-dismiss = Закрыть
guard-title = Осталось { $left }: { $id }

leave-title = Ваши сеансы продолжаются
leave-goes-on =
    { $count ->
        [one] { $count } созданный здесь сеанс продолжится без этой страницы.
        [few] { $count } созданных здесь сеанса продолжатся без этой страницы.
        [many] { $count } созданных здесь сеансов продолжатся без этой страницы.
       *[other] { $count } созданных здесь сеанса продолжатся без этой страницы.
    }
leave-until =
    { $count ->
        [one] { $count } созданный здесь сеанс продолжится без этой страницы, самое позднее до { $time }.
        [few] { $count } созданных здесь сеанса продолжатся без этой страницы, самое позднее до { $time }.
        [many] { $count } созданных здесь сеансов продолжатся без этой страницы, самое позднее до { $time }.
       *[other] { $count } созданных здесь сеанса продолжатся без этой страницы, самое позднее до { $time }.
    }
leave-cost = Это может стоить ещё { $cost }.
leave-stay = Остаться
leave-go = Выйти, не останавливая
leave-stop-and-go = Остановить и выйти
leave-stop = Остановить

## Настройки

settings-title = Настройки
settings-save = Сохранить
settings-cancel = Отмена
prices = Цена сервера за час
prices-hint = Служба её не сообщает. Если поле пустое, стоимость не показывается.
price-standard = Standard
price-premium = Premium
price-invalid = Это не сумма. Напишите, например, 3,50.
currency = Валюта
currency-invalid = Укажите три буквы кода валюты, например USD или EUR.
rules = Если о сеансе забыли
rules-hint = Действует для сеансов, созданных в этой вкладке, пока она открыта. Об окончании любой аренды вы предупреждаетесь в любом случае.
rule-warn = Только предупредить меня
rule-extend = Каждый раз продлевать аренду на 30 мин
extend-to = До общего срока аренды (чч:мм)
rule-stop = Остановить, когда страницей никто не пользуется
stop-after = В течение (чч:мм)
notifications-granted = Браузер уведомит вас, если вы смотрите в другое место.
notifications-unasked = Браузер может уведомлять вас, если вы смотрите в другое место.
notifications-refused = Уведомлений не будет: браузер или устройство не разрешает их этой странице.
notifications-allow = Разрешить уведомления

moment = { DATETIME($time, dateStyle: "medium", timeStyle: "medium") }
time-of-day = { DATETIME($time, timeStyle: "medium") }
duration-hours = { $hours } ч { $minutes } мин
duration-minutes = { $minutes } мин
duration-seconds = { $seconds } с

## Страница одного сеанса

session-title = { $id } – { product }
session-back = Все сеансы
session-loading = Загрузка сеанса…
session-retry = Повторить попытку
session-region-unknown = У этой службы нет региона { $region }.
session-region-unknown-advice = Проверьте ссылку и то, что вы вошли в службу, из которой она взята.

view-back = Страница сеанса
view-missing = Не удалось загрузить то, что показывает изображение. Проверьте сеть и повторите попытку.
view-over = Этот сеанс завершён: подключаться больше не к чему.

timeline-title = Ход событий
timeline-created = Создан
timeline-lease-ends = Конец аренды
timeline-between = между { $earliest } и { $latest }
timeline-seen = замечено в { $time }
timeline-earliest = не раньше { $time }, если не продлить

properties-title = Свойства
property-id = Идентификатор сеанса
property-host = Хост
property-handshake = Порт рукопожатия
property-inspector = Порт инспектора
property-region = Регион
property-size = Размер
property-status = Состояние
property-error = Ошибка
property-lease = Общий срок аренды
property-ready-for = Готов уже
property-power = Вычислительная мощность
property-power-value = { $teraflops } TFLOPS
property-created = Создан
property-seen = По данным на
property-json = JSON
property-json-hint = Ответ службы от { $time }, с добавленными переносами строк.

copy = Копировать
copy-what = Копировать: { $what }
copy-done = Скопировано: { $what }
copy-refused = Не скопировано: браузер этого не разрешает. Выделите текст и скопируйте его сами.

snippets-title = Те же вызовы в другом месте
snippets-language = Записано для
snippets-hint = Ни ключ, ни токен сюда не попадают: ключ учётной записи берётся из { $key }, токен — из { $token }.
snippet-token = Получить токен
snippet-read = Прочитать сеанс
snippet-extend = Продлить аренду
snippet-stop = Остановить

calls-title = Вызовы этого сеанса
calls-none = Со времени вашего входа их не было.

## Журнал

activity-title =
    { $count ->
        [one] Журнал ({ $count } вызов)
        [few] Журнал ({ $count } вызова)
        [many] Журнал ({ $count } вызовов)
       *[other] Журнал ({ $count } вызова)
    }
activity-search = Найти вызовы
activity-search-hint = Часть URL, кода состояния или MS-CV.
activity-failed-only = Только неудачные вызовы
activity-matches =
    { $count ->
        [0] Подходящих вызовов нет. Измените поиск или снова покажите все вызовы.
        [one] Подходит { $count } вызов.
        [few] Подходят { $count } вызова.
        [many] Подходят { $count } вызовов.
       *[other] Подходят { $count } вызова.
    }
activity-shown =
    { $dropped ->
        [0] Показано вызовов: { $shown } из { $count }.
        [one] Показано вызовов: { $shown } из { $count }. Ещё { $dropped } более старый вызов уже не хранится.
        [few] Показано вызовов: { $shown } из { $count }. Ещё { $dropped } более старых вызова уже не хранятся.
        [many] Показано вызовов: { $shown } из { $count }. Ещё { $dropped } более старых вызовов уже не хранятся.
       *[other] Показано вызовов: { $shown } из { $count }. Ещё { $dropped } более старого вызова уже не хранятся.
    }
activity-more = Показать ещё { $count }
activity-no-answer = нет ответа
activity-took = { $count } мс
activity-attempt = попытка { $count }
activity-given-up = ответа не дождались
activity-export = Экспорт (HAR)
activity-export-hint = Все хранимые вызовы в файле для сетевых инструментов. Ключи и токены из него удалены, имена сеансов и хостов — нет.

## Что пошло не так и что делать

failure-details = Подробности вызова
failure-call = Вызов
failure-status = Код состояния
failure-sent = Отправлен
failure-attempts =
    { $attempts ->
        [one] { $attempts } раз
        [few] { $attempts } раза
        [many] { $attempts } раз
       *[other] { $attempts } раза
    }
failure-retry-after =
    { $seconds ->
        [one] Служба просит подождать { $seconds } секунду.
        [few] Служба просит подождать { $seconds } секунды.
        [many] Служба просит подождать { $seconds } секунд.
       *[other] Служба просит подождать { $seconds } секунды.
    }

failure-offline = Это устройство не в сети.
failure-offline-advice = Подключите его к сети и повторите попытку.
failure-unreachable = Конечная точка не отвечает.
failure-unreachable-advice = Проверьте адрес и порт и убедитесь, что служба запущена.
failure-cors-refused = Конечная точка отвечает, но не разрешает этой странице обращаться к ней.
failure-cors-refused-advice = Она не передаёт заголовки CORS для адреса этой страницы. Это точно служба удалённого рендеринга? Если да, попросите её оператора разрешить обращения с этой страницы.
failure-insecure = Защищённая страница не может обращаться к незащищённой конечной точке.
failure-insecure-advice = Укажите конечную точку, которая начинается с https://, или откройте консоль по адресу самой службы.
failure-interrupted = Ответ оборвался.
failure-interrupted-advice = Сеть нестабильна. Повторите попытку.
failure-timeout = Ответ не получен вовремя.
failure-timeout-advice = Служба занята, или сеть работает медленно. Повторите попытку чуть позже.
failure-bad-request = Служба не приняла запрос.
failure-bad-request-advice = Что изменить, указано в сообщении самой службы.
failure-unauthorized = Служба не принимает этот идентификатор учётной записи с этим ключом или токеном.
failure-unauthorized-advice = Проверьте идентификатор учётной записи и заново скопируйте ключ или токен: возможно, его заменили.
failure-forbidden = Это действие не разрешено.
failure-forbidden-advice = Токен принадлежит другой учётной записи, или его роль не допускает этого действия.
failure-not-found = В этом регионе нет такого сеанса.
failure-not-found-advice = Возможно, он находится в другом регионе или удалён спустя 30 дней после завершения.
failure-conflict = Этот идентификатор сеанса занят.
failure-conflict-advice = Он принадлежит другому сеансу с другими параметрами. Выберите другой идентификатор.
failure-lease-refused = Срок аренды не принят.
failure-lease-refused-advice = Он должен быть больше текущего и не превышать 24:00.
failure-throttled = Слишком много вызовов.
failure-throttled-advice = Служба просит снизить частоту вызовов. Повторите попытку немного позже.
failure-service-failed = Произошёл сбой службы.
failure-service-failed-advice = Повторите попытку чуть позже. Если сбой не исчезнет, сообщите оператору службы значение MS-CV, указанное ниже.
failure-unexpected-status = Служба вернула неожиданный ответ.
failure-unexpected-status-advice = Убедитесь, что конечная точка относится к службе удалённого рендеринга.
failure-invalid-answer = Ответ получен не от службы удалённого рендеринга.
failure-invalid-answer-advice = Это не тот JSON, который отправила бы служба. Проверьте конечную точку: возможно, по этому адресу отвечает прокси-сервер или другой веб-сервер.
failure-token-expired = Срок действия токена доступа истёк.
failure-token-expired-advice = Получите новый токен в службе токенов и войдите с ним.
failure-invalid-token = Это не токен доступа.
failure-invalid-token-advice = Скопируйте его целиком: токен состоит из трёх частей, разделённых точками.
failure-credential-failed = Не удалось получить токен.
failure-credential-failed-advice = Войдите снова.
failure-foreign-link = Список сеансов ссылается на другую службу; переход не выполнен.
failure-foreign-link-advice = Конечная точка не та, за которую себя выдаёт. Сообщите об этом её оператору.
