package dev.kiln.springai;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawn;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.Picture;
import dev.kiln.api.RequestBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.Media;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.ImageResponseMetadata;
import org.springframework.util.Assert;

/**
 * Spring AI's image model, which draws with a {@link Kiln}: an engine in this process, or a host
 * elsewhere.
 *
 * <pre>{@code
 * ImageModel model = new KilnImageModel(kiln, KilnImageOptions.builder().steps(20).build());
 * model.call(new ImagePrompt("a red roofed house")).getResult().getOutput().getB64Json();
 * }</pre>
 *
 * <p>The texts of several messages are joined by commas. A message of weight 1.2 is written {@code
 * (text:1.2)}; one of a negative weight goes to the negative prompt. Where a message has media, the
 * picture is drawn upon the first of them, with the option {@code strength}.
 *
 * <p>Pictures come as PNG in base64, each with a {@link KilnImageMetadata}. The metadata of a
 * response has {@code model} and {@code warnings}.
 *
 * <p>Safe from any thread. The Kiln belongs to who opened it, and is not closed here.
 *
 * <p><b>Errors.</b> An {@link IllegalArgumentException} names a prompt that is blank, a weight that
 * is no number, and a {@code responseFormat} other than {@code b64_json}. A {@link KilnException}
 * says what else is wrong and what to do.
 */
public final class KilnImageModel implements ImageModel {
  private static final String BASE64 = "b64_json";

  private final Kiln kiln;
  private final KilnImageOptions defaults;

  /**
   * A model.
   *
   * @param defaults for what the options of a prompt leave open
   */
  public KilnImageModel(Kiln kiln, KilnImageOptions defaults) {
    Assert.notNull(kiln, "kiln is null; open one by Kiln.open(…)");
    Assert.notNull(defaults, "defaults is null; give KilnImageOptions.builder().build()");
    this.kiln = kiln;
    this.defaults = defaults;
  }

  @Override
  public ImageResponse call(ImagePrompt prompt) {
    Assert.notNull(prompt, "prompt is null; give an ImagePrompt");
    KilnImageOptions options = defaults.overriddenBy(prompt.getOptions());
    List<String> warnings = unused(prompt.getOptions());
    Drawn drawn = kiln.draw(request(prompt.getInstructions(), options));
    warnings.addAll(drawn.warnings());
    ImageResponseMetadata metadata = new ImageResponseMetadata();
    metadata.put("model", drawn.model());
    metadata.put("warnings", warnings);
    return new ImageResponse(
        drawn.pictures().stream().map(KilnImageModel::generation).toList(), metadata);
  }

  private static ImageGeneration generation(Picture picture) {
    return new ImageGeneration(
        new Image(null, picture.base64()),
        new KilnImageMetadata(picture.seed().orElse(-1), picture.infotext()));
  }

  /** Portable options that have no effect here. */
  private static List<String> unused(@Nullable ImageOptions options) {
    List<String> warnings = new ArrayList<>();
    String format = options == null ? null : options.getResponseFormat();
    // An answer without the url that was asked for would fail where nobody looks for the reason.
    Assert.isTrue(
        format == null || format.equals(BASE64),
        () ->
            "responseFormat is " + format + ", and pictures come as " + BASE64 + "; leave it out");
    String style = options == null ? null : options.getStyle();
    if (style != null) {
      warnings.add("style is " + style + ", which has no effect; say it in the prompt");
    }
    return warnings;
  }

  private static DrawRequest request(List<ImageMessage> messages, KilnImageOptions options) {
    List<Media> media = messages.stream().flatMap(it -> it.getMedia().stream()).toList();
    if (media.isEmpty()) {
      return DrawRequest.txt2img(r -> say(messages, options, r));
    }
    Assert.isTrue(
        media.get(0).getData() instanceof byte[],
        "the medium of a message is an address, from which nothing is fetched; give its bytes");
    Picture first = Picture.of(media.get(0).getDataAsByteArray());
    return DrawRequest.img2img(
        r -> {
          r.image(first);
          Double strength = options.getStrength();
          if (strength != null) {
            r.strength(strength);
          }
          say(messages, options, r);
        });
  }

  private static void say(
      List<ImageMessage> messages, KilnImageOptions options, RequestBuilder<?> request) {
    List<String> prompt = new ArrayList<>();
    List<String> negative = new ArrayList<>();
    for (ImageMessage message : messages) {
      Float weight = message.getWeight();
      Assert.isTrue(
          weight == null || Float.isFinite(weight),
          () -> "the weight of a message is " + weight + "; it must be a finite number");
      boolean usual = weight == null || Math.abs(weight) == 1;
      String text = message.getText();
      String weighted = usual ? text : "(" + text + ":" + Math.abs(weight) + ")";
      (weight != null && weight < 0 ? negative : prompt).add(weighted);
    }
    Assert.isTrue(
        prompt.stream().anyMatch(text -> !text.isBlank()),
        "prompt is blank; say what to draw in a message without a negative weight");
    options.fill(request);
    request.prompt(String.join(", ", prompt));
    if (!negative.isEmpty()) {
      String asked = options.getNegativePrompt();
      if (asked != null && !asked.isEmpty()) {
        negative.add(0, asked);
      }
      request.negativePrompt(String.join(", ", negative));
    }
  }
}
