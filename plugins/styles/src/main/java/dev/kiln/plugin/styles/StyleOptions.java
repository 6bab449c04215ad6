package dev.kiln.plugin.styles;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;
import java.util.List;

/**
 * What a request says.
 *
 * @param styles names, in the order in which they are added
 */
@PluginOptions
public record StyleOptions(
    @Option(
            label = "Styles",
            help = "Names of prompts of the file of styles, which are added in this order.",
            defaultValue = "[]",
            webui = "styles",
            flags = "--style")
        List<Object> styles) {
  /**
   * @throws BadRequest when a name is none
   */
  public StyleOptions {
    styles = List.copyOf(styles);
    for (Object name : styles) {
      if (!(name instanceof String)) {
        throw new BadRequest("styles: " + name + " is no name of a style; write it as a text");
      }
    }
  }

  List<String> names() {
    return styles.stream().map(String.class::cast).toList();
  }
}
