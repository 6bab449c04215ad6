package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * Show a section of your own on the web page. Options need no panel: the page draws the controls of
 * an options record by itself.
 *
 * <p>The fragment is plain HTML without scripts. The page brings two attributes to life: {@code
 * data-get="/route"} on an element fetches JSON and writes its fields into the children that carry
 * {@code data-field="name"}; {@code data-delete="/route"} on a button sends DELETE there and then
 * fetches again.
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
}
