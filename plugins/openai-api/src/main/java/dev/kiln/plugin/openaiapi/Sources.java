package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures that a request begins with, as fields of Kiln's. */
@Singleton
final class Sources {
  private static final String IMAGE = "image";
  private static final String MASK = "mask";
  private static final String ADDRESS = "image_url";

  /** How much of a picture without a prompt is drawn anew. */
  private static final double VARIED = 0.6;

  private final Pictures pictures;

  @Inject
  Sources(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * The picture, and the place in it that is drawn anew: where the mask is transparent, or the
   * picture itself; without such a place, all of it.
   */
  Map<String, Object> edited(ApiCall call, Fields fields) throws IOException {
    Picture picture = picture(call, fields);
    Map<String, Object> drawing = new LinkedHashMap<>();
    drawing.put("init_images", List.of(pictures.encode(picture)));
    Optional<Picture> mask = mask(call, picture);
    mask.ifPresent(
        place -> {
          drawing.put("mask", pictures.encode(place));
          // What lies under a transparent place is not to be seen.
          drawing.put("masked_content", "fill");
          drawing.put("denoising_strength", 1.0);
        });
    return drawing;
  }

  /** A picture as a whole: what it shows is said by nothing else. */
  Map<String, Object> varied(ApiCall call, Fields fields) throws IOException {
    if (!fields.text("prompt").isBlank() || call.part(MASK).isPresent()) {
      throw new BadRequest(
          "a variation takes neither prompt nor mask; send them with the picture to "
              + ImagesRoute.EDITS);
    }
    return Map.of(
        "init_images",
        List.of(pictures.encode(picture(call, fields))),
        "denoising_strength",
        VARIED);
  }

  private Picture picture(ApiCall call, Fields fields) throws IOException {
    Optional<ApiContent> one = call.part(IMAGE);
    Optional<ApiContent> first = call.part(IMAGE + "[]");
    if (one.isPresent() && first.isPresent()) {
      throw new BadRequest("there are both image and image[]; send one picture");
    }
    if (one.isPresent() || first.isPresent()) {
      return pictures.read(IMAGE, one.or(() -> first).get().bytes());
    }
    String address = fields.text(ADDRESS);
    if (address.startsWith("http:") || address.startsWith("https:")) {
      throw new BadRequest(
          ADDRESS + " is an address; Kiln fetches nothing, send the picture itself as " + IMAGE);
    } else if (address.isEmpty()) {
      throw new BadRequest("there is no picture; send one as the form's " + IMAGE);
    }
    return pictures.decode(ADDRESS, address);
  }

  private Optional<Picture> mask(ApiCall call, Picture picture) throws IOException {
    Optional<ApiContent> sent = call.part(MASK);
    if (sent.isEmpty()) {
      return transparent(picture) ? Optional.of(place(picture)) : Optional.empty();
    }
    Picture mask = pictures.read(MASK, sent.get().bytes());
    if (!transparent(mask)) {
      throw new BadRequest(
          "mask has no transparent pixels; make those transparent that are to be drawn anew");
    }
    return Optional.of(place(mask));
  }

  private static boolean transparent(Picture picture) {
    for (int i = 3; i < picture.rgba().length; i += 4) {
      if (picture.rgba()[i] != -1) {
        return true;
      }
    }
    return false;
  }

  /** Kiln's mask: white where a picture is transparent. */
  private static Picture place(Picture picture) {
    Picture mask = Picture.black(picture.width(), picture.height());
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        int white = 255 - picture.at(x, y, 3);
        mask.set(x, y, white, white, white);
      }
    }
    return mask;
  }
}
