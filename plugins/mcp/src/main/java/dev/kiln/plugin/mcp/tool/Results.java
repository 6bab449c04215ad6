package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Pictures.Format;
import dev.kiln.spi.tensor.Picture;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pictures as the results of tools: each with its name and its infotext. */
@Singleton
final class Results {
  static final String FORMAT = "format";
  static final List<String> FORMATS = List.of("png", "jpeg", "webp");

  /** Of what is not PNG. */
  private static final int QUALITY = 90;

  private final Shelf shelf;
  private final LocalFiles files;
  private final Pictures pictures;

  @Inject
  Results(Shelf shelf, LocalFiles files, Pictures pictures) {
    this.shelf = shelf;
    this.files = files;
    this.pictures = pictures;
  }

  /**
   * Take the format out of the arguments.
   *
   * @throws BadRequest when there is no such format, or it cannot be written here
   */
  Format format(Map<String, Object> arguments) {
    String name = ToolCall.text(arguments, FORMAT).toLowerCase(Locale.ROOT);
    if (!name.isEmpty() && !FORMATS.contains(name)) {
      throw new BadRequest("format is \"" + name + "\"; it must be " + String.join(", ", FORMATS));
    }
    Format format = name.isEmpty() ? Format.PNG : Format.valueOf(name.toUpperCase(Locale.ROOT));
    pictures.write(Picture.black(1, 1), format, 1, "");
    return format;
  }

  McpSchema.CallToolResult of(Generated made, Format format) {
    McpSchema.CallToolResult.Builder result = McpSchema.CallToolResult.builder();
    for (int i = 0; i < made.pictures().size(); i++) {
      add(result, made.pictures().get(i), format, made.infotexts().get(i));
    }
    made.warnings().forEach(warning -> result.addTextContent("Warning: " + warning));
    return result.isError(false).build();
  }

  McpSchema.CallToolResult of(Picture picture, Format format) {
    McpSchema.CallToolResult.Builder result = McpSchema.CallToolResult.builder();
    add(result, picture, format, "");
    return result.isError(false).build();
  }

  private void add(
      McpSchema.CallToolResult.Builder result, Picture picture, Format format, String infotext) {
    String name = shelf.put(picture);
    byte[] file = pictures.write(picture, format, QUALITY, infotext);
    String type = format.name().toLowerCase(Locale.ROOT);
    String kept =
        files.keep(name + "." + type, file).map(path -> ", written to " + path).orElse("");
    String said =
        "%s: %dx%d%s\n%s".formatted(name, picture.width(), picture.height(), kept, infotext);
    result
        .addContent(
            McpSchema.ImageContent.builder(
                    Base64.getEncoder().encodeToString(file), "image/" + type)
                .build())
        .addTextContent(said.strip());
  }

  static McpSchema.CallToolResult text(String text) {
    return McpSchema.CallToolResult.builder().addTextContent(text).isError(false).build();
  }

  /** What the model is told, so that it can try again. */
  static McpSchema.CallToolResult problem(String sentence) {
    return McpSchema.CallToolResult.builder().addTextContent(sentence).isError(true).build();
  }
}
