package dev.kiln.plugin.controlnet;

import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** The units on the page: drop a picture, choose a module and a model, see the map. */
@Extension
@Singleton
public final class ControlNetPanel implements Panel {
  private final PluginHome home;

  @Inject
  ControlNetPanel(PluginHome home) {
    this.home = home;
  }

  @Override
  public String title() {
    return "Follow a pose or map (ControlNet)";
  }

  @Override
  public String html() {
    return IntStream.range(0, home.settings(ControlNetSettings.class).unitCount())
        .mapToObj(ControlNetPanel::unit)
        .collect(Collectors.joining());
  }

  private static String unit(int index) {
    return """
        <details data-unit="%d">
          <summary>Unit %d <span class="on" data-name="on" hidden>on</span></summary>
          <label>Picture, or drop one here
            <input type="file" accept="image/*" data-name="file"></label>
          <div class="pair">
            <img data-name="picture" alt="The picture of unit %d" hidden>
            <img data-name="map" alt="The map of unit %d" hidden>
          </div>
          <div class="grid">
            <label>Control type <select data-name="type"></select></label>
            <label>Module <select data-name="module"></select></label>
            <label class="row">Model <select data-name="model"></select></label>
            <label>Weight
              <input type="number" data-name="weight" value="1" min="0" max="2" step="0.05"></label>
            <label>Hires <select data-name="hr_option">%s</select></label>
            <label>From this part of the steps
              <input type="number" data-name="guidance_start" value="0" min="0" max="1" step="0.01"></label>
            <label>To this part
              <input type="number" data-name="guidance_end" value="1" min="0" max="1" step="0.01"></label>
            <label class="row">Control mode <select data-name="control_mode">%s</select></label>
            <label class="row">Resize mode <select data-name="resize_mode">%s</select></label>
          </div>
          <label><input type="checkbox" data-name="pixel_perfect"> Pixel perfect</label>
          <button type="button" data-name="clear">Remove</button>
        </details>
        """
        .formatted(
            index,
            index,
            index,
            index,
            options(HiresOption.values(), HiresOption.BOTH),
            options(ControlMode.values(), ControlMode.BALANCED),
            options(ResizeMode.values(), ResizeMode.CROP_AND_RESIZE));
  }

  private static String options(Named[] all, Named chosen) {
    return Arrays.stream(all)
        .map(it -> "<option%s>%s</option>".formatted(it == chosen ? " selected" : "", it.label()))
        .collect(Collectors.joining());
  }

  @Override
  public String script() {
    return Panel.file(ControlNetPanel.class, "panel.js");
  }
}
