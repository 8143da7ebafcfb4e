# Makes www/time-zones.txt out of the time zone database. Run it in the repository's root when a new version of the
# database has zones that devices name:
#
#   awk -f crates/client/src/probe/time-zones.awk /usr/share/zoneinfo/tzdata.zi /usr/share/zoneinfo/zone.tab \
#     >www/time-zones.txt
#
# Each line is a zone's latitude and longitude in tenths of a degree, its name, and older names of it. Abbreviations
# such as EST name an offset, not a place, and so does everything in Etc: they are left out.

BEGIN {
    # Old names of places that share another country's clocks: the database links them to that country's zone.
    split("Africa/Asmera Africa/Asmara Africa/Timbuktu Africa/Bamako America/Coral_Harbour America/Atikokan " \
        "America/Virgin America/St_Thomas Antarctica/South_Pole Antarctica/McMurdo " \
        "Atlantic/Jan_Mayen Arctic/Longyearbyen Iceland Atlantic/Reykjavik Pacific/Ponape Pacific/Pohnpei " \
        "Pacific/Truk Pacific/Chuuk Pacific/Yap Pacific/Palau", pairs, " ")
    for (i = 1; i in pairs; i += 2) place[pairs[i]] = pairs[i + 1]
}

# A part of an ISO 6709 position, such as +5230 or -0045231, in whole tenths of a degree.
function tenths(text,    digits, width, degrees, minutes) {
    digits = substr(text, 2)
    width = length(digits) % 2 ? 3 : 2
    degrees = substr(digits, 1, width)
    minutes = substr(digits, width + 1, 2) + substr(digits, width + 3, 2) / 60
    return (substr(text, 1, 1) == "-" ? -1 : 1) * int(degrees * 10 + minutes / 6 + 0.5)
}

FILENAME ~ /tzdata/ && FNR == 1 { version = $3 }
FILENAME ~ /tzdata/ && $1 == "L" { link[$3] = $2; old[++links] = $3 }
FILENAME ~ /zone.tab/ && !/^#/ {
    second = match(substr($2, 2), /[+-]/) + 1
    where[$3] = tenths(substr($2, 1, second - 1)) " " tenths(substr($2, second))
}

END {
    print "# IANA time zone database " version " (public domain): tenths of a degree north and east, names"
    for (i = 1; i <= links; i++) {
        name = old[i]
        zone = name in place ? place[name] : link[name]
        if (!(name in where) && zone in where) older[zone] = older[zone] " " name
    }
    sort = "LC_ALL=C sort -k3"
    for (zone in where) print where[zone] " " zone older[zone] | sort
    close(sort)
}
