/* SPDX-License-Identifier: MIT */
/* Texts of errors, in the languages of the original. */
#include <ctype.h>
#include <stddef.h>

#include "compat/libusb-1.0/public.h"

struct language {
	char name[3];
	const char *texts[LIBUSB_ERROR_COUNT]; /* by -error; the last one is of all others */
};

static const struct language languages[] = {
	{"en",
	 {"Success", "Data could not be transferred", "Invalid argument", "No permission",
	  "No such device", "Not found", "In use", "Time is over", "More data than room",
	  "Endpoint is halted", "Interrupted by a signal", "Not enough memory", "Not supported",
	  "Some other error"}},
	{"de",
	 {"Erfolg", "Daten konnten nicht übertragen werden", "Ungültiges Argument",
	  "Keine Berechtigung", "Kein solches Gerät", "Nicht gefunden", "In Benutzung",
	  "Zeit ist abgelaufen", "Mehr Daten als Platz", "Endpunkt ist angehalten",
	  "Von einem Signal unterbrochen", "Nicht genug Speicher", "Nicht unterstützt",
	  "Ein anderer Fehler"}},
	{"fr",
	 {"Succès", "Les données n'ont pas pu être transférées", "Argument non valable",
	  "Pas d'autorisation", "Pas de tel périphérique", "Introuvable", "En cours d'utilisation",
	  "Le temps est écoulé", "Plus de données que de place", "Le point terminal est arrêté",
	  "Interrompu par un signal", "Pas assez de mémoire", "Non pris en charge",
	  "Une autre erreur"}},
	{"hu",
	 {"Sikerült", "Az adatok átvitele nem sikerült", "Érvénytelen argumentum", "Nincs engedély",
	  "Nincs ilyen eszköz", "Nem található", "Használatban van", "Letelt az idő",
	  "Több az adat, mint a hely", "A végpont leállt", "Jelzés szakította félbe",
	  "Kevés a memória", "Nem támogatott", "Valamilyen más hiba"}},
	{"nl",
	 {"Gelukt", "Gegevens konden niet worden overgedragen", "Ongeldig argument",
	  "Geen toestemming", "Geen zulk apparaat", "Niet gevonden", "In gebruik", "De tijd is om",
	  "Meer gegevens dan ruimte", "Eindpunt is gestopt", "Onderbroken door een signaal",
	  "Niet genoeg geheugen", "Niet ondersteund", "Een andere fout"}},
	{"ru",
	 {"Успешно", "Не удалось передать данные", "Недопустимый аргумент", "Нет разрешения",
	  "Нет такого устройства", "Не найдено", "Уже используется", "Время истекло",
	  "Данных больше, чем места", "Конечная точка остановлена", "Прервано сигналом",
	  "Не хватает памяти", "Не поддерживается", "Какая-то другая ошибка"}},
};

#define LANGUAGES (sizeof languages / sizeof languages[0])

static const struct language *language = languages;

int libusb_setlocale(const char *locale)
{
	if (!locale || !locale[0] || !locale[1])
		return LIBUSB_ERROR_INVALID_PARAM;
	if (locale[2] && locale[2] != '-' && locale[2] != '_' && locale[2] != '.')
		return LIBUSB_ERROR_INVALID_PARAM;
	for (size_t i = 0; i < LANGUAGES; i++)
		if (tolower((unsigned char)locale[0]) == languages[i].name[0] &&
		    tolower((unsigned char)locale[1]) == languages[i].name[1]) {
			__atomic_store_n(&language, &languages[i], __ATOMIC_RELAXED);
			return LIBUSB_SUCCESS;
		}
	return LIBUSB_ERROR_NOT_FOUND;
}

const char *libusb_strerror(int code)
{
	const struct language *of = __atomic_load_n(&language, __ATOMIC_RELAXED);

	if (code > 0 || code < LIBUSB_ERROR_NOT_SUPPORTED)
		return of->texts[LIBUSB_ERROR_COUNT - 1];
	return of->texts[-code];
}
