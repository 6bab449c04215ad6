package dev.kiln.langchain4j;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawn;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.Picture;
import dev.kiln.api.RequestBuilder;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's image model, which draws with a {@link Kiln}: an engine in this process, or a host
 * elsewhere.
 *
 * <pre>{@code
 * Kiln kiln = Kiln.open(Path.of("models"));
 * ImageModel model = KilnImageModel.builder().kiln(kiln).size(512, 512).steps(20).build();
 * Image image = model.generate("a red roofed house").content();
 * }</pre>
 *
 * <p>Pictures come as PNG in base64. A response says how they were drawn under the keys of its
 * metadata: {@code model}, {@code seeds}, {@code infotexts} and {@code warnings}.
 *
 * <p>Safe from any thread. The Kiln belongs to who opened it, and is not closed here.
 *
 * <p><b>Errors.</b> An {@link IllegalArgumentException} names an argument that is null, a prompt
 * that is blank, and settings that a call cannot honour. A {@link KilnException} says what else is
 * wrong and what to do.
 */
public final class KilnImageModel implements ImageModel {
  private static final String PNG = "image/png";

  private final Kiln kiln;
  private final double strength;
  private final List<Consumer<RequestBuilder<?>>> settings;

  private KilnImageModel(Kiln kiln, Builder builder) {
    this.kiln = kiln;
    this.strength = builder.strength;
    this.settings = List.copyOf(builder.settings);
  }

  /** A model without settings: what is not said is as the model's own settings have it. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Response<Image> generate(String prompt) {
    return first(drawn(prompt, 1));
  }

  /** Pictures with seeds one after the other. */
  @Override
  public Response<List<Image>> generate(String prompt, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(n + " pictures were asked for; ask for one at least");
    }
    Drawn drawn = drawn(prompt, n);
    return response(drawn.pictures().stream().map(KilnImageModel::image).toList(), drawn);
  }

  private Drawn drawn(String prompt, int count) {
    return kiln.draw(
        DrawRequest.txt2img(
            r -> {
              apply(r, prompt);
              r.batchCount(count);
            }));
  }

  /**
   * Draw a picture anew.
   *
   * @param image in base64
   */
  @Override
  public Response<Image> edit(Image image, String prompt) {
    return edited(image, null, prompt);
  }

  /**
   * Draw a part of a picture anew.
   *
   * @param image in base64
   * @param mask in base64: transparent where the picture is drawn anew, as OpenAI has it; one
   *     without transparency is white there
   */
  @Override
  public Response<Image> edit(Image image, Image mask, String prompt) {
    return edited(image, EditMask.of(picture(mask, "the mask")), prompt);
  }

  private Response<Image> edited(Image image, @Nullable Picture white, String prompt) {
    Picture first = picture(image, "the picture");
    return first(
        kiln.draw(
            DrawRequest.img2img(
                r -> {
                  r.strength(strength);
                  apply(r, prompt);
                  r.image(first);
                  if (white != null) {
                    r.mask(white);
                  }
                })));
  }

  /** How many pictures there are is said by the call. */
  private void apply(RequestBuilder<?> request, @Nullable String prompt) {
    if (prompt == null || prompt.isBlank()) {
      throw new IllegalArgumentException(
          "prompt is " + (prompt == null ? "null" : "blank") + "; say what to draw");
    }
    settings.forEach(setting -> setting.accept(request));
    int pictures = request.build().pictures();
    if (pictures != 1) {
      throw new IllegalArgumentException(
          "the settings of the model ask for %d pictures, and a call says how many there are;"
                  .formatted(pictures)
              + " leave batchCount and batchSize out, and call generate(prompt, n)");
    }
    request.prompt(prompt);
  }

  private static Picture picture(@Nullable Image image, String what) {
    if (image == null) {
      throw new IllegalArgumentException(what + " is null; give one with base64Data");
    } else if (image.base64Data() == null) {
      throw new IllegalArgumentException(
          what + " has no base64Data; nothing is fetched from its url");
    }
    byte[] file;
    try {
      file = Base64.getDecoder().decode(image.base64Data());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " has base64Data that is no base64: " + e.getMessage(), e);
    }
    return Picture.of(file);
  }

  private static Image image(Picture picture) {
    return Image.builder().base64Data(picture.base64()).mimeType(PNG).build();
  }

  private static Response<Image> first(Drawn drawn) {
    return response(image(drawn.picture()), drawn);
  }

  private static <T> Response<T> response(T content, Drawn drawn) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("model", drawn.model());
    metadata.put("seeds", drawn.pictures().stream().map(it -> it.seed().orElse(-1)).toList());
    metadata.put("infotexts", drawn.pictures().stream().map(Picture::infotext).toList());
    metadata.put("warnings", drawn.warnings());
    return Response.from(content, null, null, metadata);
  }

  /** Says what all requests have. Not thread-safe. */
  public static final class Builder {
    private @Nullable Kiln kiln;
    private double strength = 0.75;
    private final List<Consumer<RequestBuilder<?>>> settings = new ArrayList<>();

    private Builder() {}

    /** What draws. Must be given. */
    public Builder kiln(Kiln drawing) {
      this.kiln = drawing;
      return this;
    }

    /** Name, title, hash, file or folder of a model (the first). */
    public Builder modelName(String name) {
      return request(r -> r.model(name));
    }

    /** In pixels, multiples of 8 (the model's own). */
    public Builder size(int width, int height) {
      return request(r -> r.size(width, height));
    }

    /** 1 to 1000 (as the model's settings have it, else 20). */
    public Builder steps(int steps) {
      return request(r -> r.steps(steps));
    }

    /** What not to draw. */
    public Builder negativePrompt(String text) {
      return request(r -> r.negativePrompt(text));
    }

    /** From 0 on (a random one for each call). */
    public Builder seed(long seed) {
      return request(r -> r.seed(seed));
    }

    /** How much of a picture is drawn anew by edits, 0 to 1 (0.75). */
    public Builder strength(double share) {
      this.strength = share;
      return this;
    }

    /**
     * Anything else that a request may say: LoRA, sampler, plugins and their options. Not how many
     * pictures there are, which each call says.
     */
    public Builder request(Consumer<RequestBuilder<?>> setting) {
      settings.add(Objects.requireNonNull(setting, "setting is null; leave the call out"));
      return this;
    }

    /**
     * @throws KilnException when no Kiln is given
     */
    public KilnImageModel build() {
      if (kiln == null) {
        throw new KilnException(
            Reason.BAD_REQUEST,
            "there is no Kiln to draw with; open one by Kiln.open and give it by kiln");
      }
      return new KilnImageModel(kiln, this);
    }
  }
}
