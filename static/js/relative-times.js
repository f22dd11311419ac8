// Times of the last day read «hace 2 h»; the exact moment stays in the title and in datetime.
const language = document.documentElement.lang;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

for (const time of document.querySelectorAll("time[data-relative]")) {
  const minutes = Math.round((new Date(time.dateTime) - Date.now()) / 60_000);
  if (minutes > 0 || minutes < -24 * 60) continue;
  time.title = time.textContent.trim();
  time.textContent =
    minutes > -60 ? relative.format(minutes, "minute") : relative.format(Math.round(minutes / 60), "hour");
}
