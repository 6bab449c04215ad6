package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.fields.Values;
import dev.kiln.host.http.Catalog.NetworkFile;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.spi.BadRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** webUI's routes for the cards of models, LoRAs and textual inversions. */
final class ExtraNetworks {
  private static final String PREFIX = "/sd_extra_networks/";

  private static final FieldTable THUMB = new FieldTable("Thumb").with(Kind.TEXT, "", "filename");
  private static final FieldTable METADATA =
      new FieldTable("Metadata").with(Kind.TEXT, "", "page", "item");
  private static final FieldTable COVER =
      new FieldTable("Cover").with(Kind.TEXT, "", "page", "item").with(Kind.INTEGER, 0L, "index");
  private static final FieldTable CARD_OF =
      new FieldTable("Card").with(Kind.TEXT, "", "page", "name");

  /** What lies beside a file under its name, by preference. */
  private static final Map<String, String> PICTURES = pictures();

  private static final String CARD =
      "<div class=\"card\" data-name=\"%s\">%s<div class=\"actions\"><span class=\"name\">%s</span>"
          + "</div></div>";

  private static final String PICTURE =
      "<img class=\"preview\" loading=\"lazy\" alt=\"\" src=\"./sd_extra_networks/thumb?filename=%s\">";

  /** Pictures in the metadata, which are too long to be shown as text. */
  private static final String COVERS = "ssmd_cover_images";

  private final Catalog catalog;
  private final ApiJson json;

  ExtraNetworks(Catalog catalog, ApiJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  private static Map<String, String> pictures() {
    Map<String, String> types = new LinkedHashMap<>();
    for (String ending : List.of("png", "jpg", "jpeg", "webp", "gif")) {
      String type = "image/" + (ending.equals("jpg") ? "jpeg" : ending);
      types.put("." + ending, type);
      types.put(".preview." + ending, type);
    }
    return types;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.get(
                PREFIX + "thumb",
                "The picture that lies beside a model's file, by its path",
                this::thumb)
            .answering(404)
            .asking(THUMB),
        HostRoute.get(PREFIX + "metadata", "What a file's maker wrote about it", this::metadata)
            .asking(METADATA),
        HostRoute.get(PREFIX + "cover-images", "A picture in the metadata of a file", this::cover)
            .answering(404)
            .asking(COVER),
        HostRoute.get(PREFIX + "get-single-card", "The card of a file, as HTML", this::card)
            .asking(CARD_OF));
  }

  /** Only what lies beside a model: else any file of the machine could be had. */
  private void thumb(Context context) throws IOException {
    String wanted = THUMB.readQuery(context.queryParamMap()).text("filename");
    for (NetworkFile network : catalog.networks()) {
      for (Map.Entry<Path, String> picture : pictures(network).entrySet()) {
        if (picture.getKey().toString().equals(wanted)) {
          context.contentType(picture.getValue()).result(Files.newInputStream(picture.getKey()));
          return;
        }
      }
    }
    throw new HttpProblem(404, "File not found");
  }

  /** Those that lie beside a file, with their media types. */
  private static Map<Path, String> pictures(NetworkFile network) {
    Map<Path, String> there = new LinkedHashMap<>();
    PICTURES.forEach(
        (ending, type) -> {
          Path file = beside(network.file(), ending);
          if (Files.isRegularFile(file)) {
            there.put(file, type);
          }
        });
    return there;
  }

  /** An empty object for what is not there, as for its metadata. */
  private void card(Context context) {
    String html = named(CARD_OF, "name", context).map(ExtraNetworks::html).orElse("");
    context.json(html.isEmpty() ? Map.of() : Map.of("html", html));
  }

  /** With webUI's classes. */
  private static String html(NetworkFile network) {
    String name = escaped(network.name());
    String picture =
        pictures(network).keySet().stream()
            .findFirst()
            .map(file -> URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
            .map(PICTURE::formatted)
            .orElse("");
    return CARD.formatted(name, picture, name);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(stem(file.getFileName().toString()) + ending);
  }

  private static String stem(String name) {
    int point = name.lastIndexOf('.');
    return point < 1 ? name : name.substring(0, point);
  }

  /** An empty object for what is not there, as in webUI. */
  private void metadata(Context context) {
    Map<String, Object> shown = new LinkedHashMap<>();
    Optional<NetworkFile> network = named(METADATA, "item", context);
    network.ifPresent(
        it ->
            of(it)
                .forEach(
                    (name, text) -> {
                      if (!name.equals(COVERS)) {
                        shown.put(name, text.startsWith("{") ? json.parsed(text) : text);
                      }
                    }));
    context.json(network.isEmpty() ? Map.of() : Map.of("metadata", json.pretty(shown)));
  }

  private void cover(Context context) {
    Object index = COVER.readQuery(context.queryParamMap()).value("index");
    byte[] picture =
        named(COVER, "item", context)
            .map(it -> of(it).get(COVERS))
            .map(json::parsed)
            .flatMap(covers -> at(covers, (Long) index))
            .orElseThrow(() -> new HttpProblem(404, "Not Found"));
    // A stranger's file: it is shown as a picture or not at all.
    context.contentType(picture[0] == (byte) 0x89 ? "image/png" : "image/jpeg").result(picture);
  }

  private static Optional<byte[]> at(Object covers, long index) {
    if (!(covers instanceof List<?> list)) {
      return Optional.empty();
    }
    return list.stream()
        .skip(Math.max(0, index))
        .limit(index < 0 ? 0 : 1)
        .map(cover -> bytes(String.valueOf(cover)))
        .filter(bytes -> bytes.length > 0)
        .findFirst();
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * @param parameter of the query that has its name
   */
  private Optional<NetworkFile> named(FieldTable query, String parameter, Context context) {
    Values asked = query.readQuery(context.queryParamMap());
    String page = asked.text("page");
    String name = asked.text(parameter);
    return catalog.networks().stream()
        .filter(it -> it.page().equals(page) && it.name().equals(name))
        .findFirst();
  }

  private static Map<String, String> of(NetworkFile network) {
    try {
      return network.file().toString().endsWith(".safetensors")
          ? Safetensors.read(network.file()).metadata()
          : Map.of();
    } catch (BadRequest damaged) {
      return Map.of();
    }
  }
}
