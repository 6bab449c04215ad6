package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.file.Card;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.Panel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** The files on the page, with their words and pictures, to be put into the prompt. */
@Extension
@Singleton
public final class LoraPanel implements Panel {
  /** A page of a thousand pictures helps nobody. */
  private static final int MOST = 200;

  private final LoraLibrary library;

  @Inject
  LoraPanel(LoraLibrary library) {
    this.library = library;
  }

  @Override
  public String title() {
    return "LoRA";
  }

  @Override
  public String html() {
    try {
      return html(library.all());
    } catch (BadRequest noFolder) {
      return "<p>" + escaped(noFolder.getMessage()) + "</p>";
    }
  }

  private String html(List<LoraEntry> all) {
    if (all.isEmpty()) {
      return "<p>There are no LoRA files in the models folder.</p>";
    }
    String cards =
        all.stream().limit(MOST).map(entry -> card(all, entry)).collect(Collectors.joining());
    String rest =
        all.size() > MOST ? "<p>%d more are not shown.</p>".formatted(all.size() - MOST) : "";
    return "<ul>" + cards + "</ul>" + rest;
  }

  @Override
  public String script() {
    return Panel.file(LoraPanel.class, "panel.js");
  }

  private String card(List<LoraEntry> all, LoraEntry entry) {
    Optional<String> name = LoraLibrary.tagName(all, entry);
    if (!entry.found().problem().isEmpty()) {
      return "<li>%s: %s</li>\n".formatted(escaped(entry.name()), escaped(entry.found().problem()));
    } else if (name.isEmpty()) {
      return "<li>%s: no tag can name it; rename the file</li>\n".formatted(escaped(entry.name()));
    }
    Card card = library.card(entry);
    List<String> words = card.triggers();
    String image = card.beside().preview().map(any -> image(name.get())).orElse("");
    return """
        <li>%s<button type="button" data-tag="%s" data-words="%s">%s</button> %s</li>
        """
        .formatted(
            image,
            escaped("<lora:" + name.get() + ":1>"),
            escaped(String.join(", ", words)),
            escaped(name.get()),
            escaped(String.join(", ", words)));
  }

  /** Fetched when it comes into sight: files may be many, and their pictures large. */
  private static String image(String name) {
    String uri = LoraRoutes.PREVIEW + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return "<img alt=\"\" height=\"96\" loading=\"lazy\" src=\"" + escaped(uri) + "\"> ";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
