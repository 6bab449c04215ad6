package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Show a section of your own on the web page. Options need no panel: the page shows controls for an
 * options record automatically.
 *
 * <p>The fragment is plain HTML; scripts in it do not run. The page interprets two attributes:
 * {@code data-get="/route"} on an element fetches JSON and writes its fields into the children that
 * carry {@code data-field="name"}; {@code data-delete="/route"} on a button sends DELETE there and
 * then fetches again.
 *
 * <p><b>When:</b> when the page is opened; this wakes the plugin. <br>
 * <b>How often:</b> once per opening. <br>
 * <b>Thread:</b> a server thread; several at once. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the page shows the message in the panel's place.
 */
@ImplementedByPlugins
public interface Panel extends HookPoint {
  String title();

  String html();

  /**
   * An ES module for the section; empty for none. It may not import other modules or load anything
   * from other servers. A section with a script stands below the form, one without below the
   * pictures; both are folded until someone opens them. Its default export is called with the
   * section's element and with an object of the page:
   *
   * <ul>
   *   <li>{@code call(method, path, body)} sends JSON and gives the answer's; what fails is thrown
   *       with the server's sentence
   *   <li>{@code size()} is {@code [width, height]} of the next picture in pixels
   *   <li>{@code onSize(listener)} calls the listener when that changes
   *   <li>{@code options(source)} takes this plugin's options for each request from {@code
   *       source()}, or from its promise; {@code null} for none. What it throws is shown, and no
   *       picture is made. The page then shows no controls of its own for them
   *   <li>{@code error(message)} shows a sentence
   *   <li>{@code insert(text)} puts text where the cursor of the prompt is
   *   <li>{@code receive(label, take)} adds a button with such a label to each finished picture; it
   *       gives {@code take} the picture's PNG as a {@code File}
   *   <li>{@code made()} says that the server has new pictures, and shows them in the gallery
   * </ul>
   */
  default String script() {
    return "";
  }

  /**
   * A text of the plugin's jar, for {@link #html} and {@link #script}.
   *
   * @param panel a class of the plugin
   * @param name of a file beside the class, in UTF-8
   */
  static String file(Class<?> panel, String name) {
    try (InputStream in = Objects.requireNonNull(panel.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
