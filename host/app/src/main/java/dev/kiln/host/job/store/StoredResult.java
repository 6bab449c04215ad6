package dev.kiln.host.job.store;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A result in JSON. Its pictures lie beside it, as PNG: first those that were made, then those of
 * plugins.
 *
 * @param pictures names of those of plugins
 */
record StoredResult(
    StoredRequest request,
    String model,
    String hash,
    List<Image> images,
    Map<String, String> infotext,
    List<String> warnings,
    String attention,
    List<String> pictures) {
  /** One picture that was made. */
  record Image(
      int width,
      int height,
      long seed,
      long subseed,
      String prompt,
      String negative,
      String infotext) {
    private static Image of(GeneratedImage image) {
      return new Image(
          image.width(),
          image.height(),
          image.seed(),
          image.subseed(),
          image.written().prompt(),
          image.written().negative(),
          image.infotext());
    }

    private GeneratedImage image(Picture picture) {
      byte[] rgb = PictureCodec.opaque(picture).rgb();
      Written written = new Written(prompt, negative);
      return new GeneratedImage(width, height, rgb, seed, subseed, written, infotext);
    }
  }

  static StoredResult of(GenerationResult result) {
    return new StoredResult(
        StoredRequest.light(result.request()),
        result.modelName(),
        result.modelHash(),
        result.images().stream().map(Image::of).toList(),
        result.infotext(),
        result.warnings(),
        result.attention(),
        List.copyOf(result.pictures().keySet()));
  }

  /** The pictures of a result, as files. */
  static List<byte[]> files(GenerationResult result) {
    return Stream.concat(
            result.images().stream()
                .map(it -> new PngImage(it.width(), it.height(), it.rgb(), it.infotext()))
                .map(PngImage::encode),
            result.pictures().values().stream().map(PictureCodec::png))
        .toList();
  }

  /**
   * The result.
   *
   * @param files its pictures by their place
   * @throws dev.kiln.spi.BadRequest when one of them is damaged
   */
  GenerationResult result(IntFunction<byte[]> files) {
    PictureCodec codec = new PictureCodec();
    List<GeneratedImage> made = new ArrayList<>();
    for (Image image : images) {
      made.add(image.image(codec.read("a picture of a stored job", files.apply(made.size()))));
    }
    Map<String, Picture> given = new LinkedHashMap<>();
    for (String name : pictures) {
      int place = made.size() + given.size();
      given.put(name, codec.read("a picture of a stored job", files.apply(place)));
    }
    return new GenerationResult(
        request.request(), model, hash, made, infotext, warnings, attention, given);
  }
}
