// The report is whole without this: it adds a filter and a switch between light and dark.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  button.hidden = false;
  button.addEventListener("click", () => {
    const now = root.dataset.theme || (dark() ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  const filter = document.getElementById("filter");
  const items = [...document.querySelectorAll("nav ol li")];
  filter.hidden = items.length < 4;
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const item of items) {
      const shown = item.textContent.toLowerCase().includes(wanted);
      item.hidden = !shown;
      const story = document.querySelector(item.querySelector("a").getAttribute("href"));
      if (story) story.hidden = !shown;
    }
  });

  const links = new Map(items.map((item) => [item.querySelector("a").hash.slice(1), item]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const item = links.get(entry.target.id);
      if (item) item.classList.toggle("here", entry.isIntersecting);
    }
  }, { rootMargin: "-30% 0px -60% 0px" });
  for (const story of document.querySelectorAll("article.story")) seen.observe(story);
})();
