# Тексты сцены на русском языке.

stage = Что рендерит сервер сеанса
picture = Изображение сцены
picture-description = Стрелки поворачивают вид, плюс и минус приближают и отдаляют, F показывает всю сцену, M переключает между облётом и ходьбой, H показывает все клавиши.
tools = Инструменты
control-models = Модели
control-upload = Загрузить
control-orbit = Облёт
control-walk = Ходьба
control-fit = Вся сцена
control-reset = Исходный вид
control-play = Воспроизвести
control-pause = Пауза
control-statistics = Статистика
control-screenshot = Снимок
control-full-screen = Во весь экран
control-help = Справка
control-disconnect = Отключиться
control-with-key = { $name } ({ $key })
panel-close = Закрыть
drop-here = Отпустите файл, чтобы загрузить его.
plain = { $text }

## Состояние подключения

connecting = Подключение…
connecting-granting = Запрашиваем у службы доступ.
connecting-signalling = Ждём сервер сеанса.
connecting-negotiating = Ищем путь для изображения.
connecting-first-frame = Ждём первый кадр.
reconnecting = Связь потеряна. Восстанавливаем…
reconnecting-advice = Попытка { $attempt }. Сцена хранится ещё { $seconds } с.
reconnecting-late = Попытка { $attempt }. Сервер больше не хранит сцену. Когда связь вернётся, загруженное вами загрузится снова.
again = Связи не было слишком долго, и сервер удалил сцену. Всё, что вы загрузили, загружается снова.
refused-busy = Подключено другое устройство.
refused-busy-advice = Сеанс показывает изображение только одному устройству. Отключите другое и повторите попытку.
refused-token = Разрешение на подключение больше не действует.
refused-token-advice = Оно действует один раз и одну минуту. Повторите попытку: страница запросит новое.
refused-resume = Этой сцены больше нет.
refused-resume-advice = Связи не было слишком долго. Повторите попытку: загруженное вами загрузится снова.
refused-hello = Сервер сеанса и эта страница не понимают друг друга.
refused-hello-advice = Возможно, у них разные версии. Перезагрузите страницу и повторите попытку.
ended-stopped = Сеанс остановлен.
ended-expired = Срок аренды сеанса истёк.
ended-replaced = Вы подключились в другом месте.
ended-replaced-advice = Теперь изображение поступает туда. Повторите попытку, чтобы вернуть его сюда.
ended-failed = Сервер сеанса вышел из строя.
ended-failed-advice = Повторите попытку. Если не поможет, создайте новый сеанс.
session-over = Этот сеанс завершён.
session-over-advice = Его сервера и содержимого сцены больше нет. Чтобы продолжить, создайте новый сеанс.
closed = Отключено
closed-advice = Сцена удалена. Сеанс продолжается, пока его не остановят или не истечёт срок аренды.
failed = Нет подключения
failed-protocol = Ответ сервера сеанса этой странице неизвестен. Перезагрузите страницу и повторите попытку.
failed-insecure = Эта страница защищена (https), а сервер сеанса — нет: браузеры это запрещают. Оператор может дать службе сертификат.
failed-unreachable = Сервер сеанса не отвечает. Проверьте, пропускает ли сеть к нему WebSocket, и повторите попытку.
failed-lost = Связь потеряна и не восстановилась. Проверьте сеть и повторите попытку.
failed-no-video = Этот браузер не воспроизводит H.264 ни через WebRTC, ни через WebCodecs. Возьмите современный браузер.
failed-picture = Браузер не может показать изображение. Перезагрузите страницу и повторите попытку.
grant-simulated = Серверы этой службы имитируются: подключаться не к чему. Оператор запускает настоящие с параметром --allocator process.
grant-starting = У сеанса ещё нет сервера. Дождитесь готовности и повторите попытку.
grant-failed = У сеанса больше нет сервера: он вышел из строя. Создайте новый сеанс.
grant-silent = Сервер сеанса не отвечает службе. Повторите попытку; если не поможет, создайте новый сеанс.
action-retry = Повторить
action-reopen = Подключиться снова
action-sessions = Все сеансы
empty = Сцена пуста.
empty-advice = Загрузите одну из этих моделей или перетащите сюда файл glTF (.glb).
empty-all = Все модели
checkerboard = В кадре больше 20 миллионов полигонов: сеанс Standard показывает вместо них шахматную доску. Сеанс Premium их покажет; или уберите модели из сцены.

## Загрузка моделей

load-waiting = ожидание
load-uploading = отправка: { $done } из { $total }
load-fetching = получение: { $done } из { $total }
load-fetching-some = получение: { $done }
load-reading = чтение
load-preparing = подготовка
load-progress = Загрузка: { $name }
load-cancel = Отменить
load-cancel-named = Отменить загрузку: { $name }
load-dismiss = Убрать
load-preload = Не удалось загрузить модель, с которой создан сеанс.
load-not-found = Такой модели нет. Возможно, её переместили: посмотрите список ещё раз.
load-not-allowed = Оператор службы не разрешает модели из этого места.
load-too-large = Модель больше, чем принимает эта служба.
load-too-large-for = Файл больше, чем принимает эта служба: не более { $most }.
load-broken = Файл не является моделью glTF или повреждён. Экспортируйте его заново в формате .glb.
load-unsupported = Файлу нужно расширение или версия glTF, которые не поддерживаются. Экспортируйте его как glTF 2.0 без таких расширений.
load-extensions = Файлу нужны расширения glTF, которые не поддерживаются: { $names }. Экспортируйте его без них.
load-unreachable = Адрес модели ответил не так, как нужно. Проверьте его и повторите попытку.
load-status = Адрес модели отвечает кодом { $status }. Проверьте адрес и срок его действия.
load-lost = Связь с сервером сеанса прервалась. Повторите попытку, когда она вернётся.
load-memory = Модель не помещается в память сервера. Уберите другие из сцены или возьмите модель проще.
load-busy = Загружается слишком много сразу. Дождитесь окончания и повторите попытку.
load-failed = Что-то пошло не так. Повторите попытку.

## Модели

models = Модели
models-in-scene = В сцене
models-none = Пока нет.
models-remove = Убрать
models-remove-named = Убрать: { $name }
models-add = Добавить модель
models-search = Поиск моделей
models-not-found = Моделей с таким названием нет.
models-more = { $count ->
    [one] Ещё { $count }: найдите её поиском.
    [few] Ещё { $count }: найдите их поиском.
    [many] Ещё { $count }: найдите их поиском.
   *[other] Ещё { $count }: найдите их поиском.
}
triangles = { $number ->
    [one] { $number } треугольник
    [few] { $number } треугольника
    [many] { $number } треугольников
   *[other] { $number } треугольника
}

## Примеры

sample-gears = Шестерни
sample-materials = Материалы
sample-terrain = Рельеф
sample-terrain-million = Рельеф: миллион треугольников
sample-alpha = Прозрачность
sample-windmill = Ветряная мельница

## Модели по адресу

address = Загрузить по адресу
address-load = Загрузить
address-hint = Адрес https файла .glb. Разрешённые узлы: { $hosts }.
address-https = Адрес должен начинаться с https://.
address-wrong = По такому адресу обратиться нельзя.
address-user = Уберите из адреса имя пользователя и пароль.
address-elsewhere = Модели нельзя загружать с узла { $host }, только с узлов: { $hosts }.
address-too-long = Адрес слишком длинный: не более { $most } символов.

## Статистика

figures = Статистика
figures-latency = От камеры до пикселей
figures-latency-value = { $middle } мс (последняя: { $newest } мс)
figures-frames = Кадров в секунду
figures-bit-rate = Битрейт
figures-loss = Потери
figures-round-trip = Туда и обратно
figures-render = Рендеринг
figures-encode = Кодирование
figures-decode = Декодирование
figures-size = Изображение
figures-triangles = Треугольников в кадре
figures-codec = Кодек
figures-transport = Транспорт
figures-dropped = Не показано кадров
figures-renderer = Видеокарта
figures-number = { $number }
graph-title = { $name }, последняя минута
graph-label = { $name }, последняя минута: от { $low } до { $high }, половина ниже { $middle }
graph-empty = { $name }, последняя минута: ещё не измерено
milliseconds = { $number } мс
percent = { $number } %
bytes = { $number } Б
bytes-kilo = { $number } кБ
bytes-mega = { $number } МБ
bytes-giga = { $number } ГБ
bit-rate = { $number } бит/с
bit-rate-kilo = { $number } кбит/с
bit-rate-mega = { $number } Мбит/с

## Клавиши и жесты

help = Справка
help-focus = Клавиши действуют, пока фокус на изображении или на панели инструментов: щёлкните изображение или перейдите к нему клавишей Tab.
help-keys = Клавиши
help-key = Клавиша
help-does = Действие
help-gestures = Мышь, перо и пальцы
help-mouse = Мышь или перо
help-touch = Пальцы
help-turn = поворачивать вид
help-pan = сдвигать вид
help-zoom = ближе и дальше
help-walk = идти (при ходьбе)
help-rise = вниз и вверх (при ходьбе)
help-faster = быстрее (при ходьбе)
help-escape = закрыть эту панель
help-change = переключить облёт и ходьбу
help-play = приостановить и возобновить движение
help-drag = перетаскивание
help-finger = один палец
help-right-drag = перетаскивание правой кнопкой или с Shift
help-fingers = два пальца
help-wheel = колесо
help-pinch = щипок
help-drop = перетащить файл
help-no-touch = кнопка «Загрузить»
help-upload = загрузить модель
key-arrows = Стрелки
key-shift = Shift
key-escape = Esc
key-home = Home
key-delete = Delete

## Для тех, кто не видит экрана

said-connected = Подключено: изображение появилось.
said-loaded = В сцене: { $name }.
said-not-loaded = Не удалось загрузить: { $name }.
said-orbit = Облёт.
said-walk = Ходьба.
said-playing = Воспроизведение.
said-paused = Пауза.
said-saved = Сохранено как { $name }.
said-not-saved = Не удалось сохранить изображение. Повторите попытку.
