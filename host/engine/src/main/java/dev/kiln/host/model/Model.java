package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model with its networks. Each session is made when it is first used; sessions are shared
 * between threads. Closed by the {@link ModelStore} when its last user is done.
 */
public final class Model implements AutoCloseable {
  static final int VELOCITY_SIZE = 768;

  private final ModelSource source;
  private final ModelHashes hashes;
  private final SessionOpener opener;
  private final TextEncoder textEncoder;
  private final ImageCodec codec;
  private @Nullable Unet unet;
  private @Nullable Prediction probe;

  Model(SessionOpener opener, ModelSource source, ModelHashes hashes) {
    this.opener = opener;
    this.source = source;
    this.hashes = hashes;
    this.textEncoder = new TextEncoder(opener, source);
    this.codec = new ImageCodec(opener, source);
  }

  public ModelSource source() {
    return source;
  }

  public SessionOpener opener() {
    return opener;
  }

  public OrtRuntime runtime() {
    return opener.runtime();
  }

  public TextEncoder textEncoder() {
    return textEncoder;
  }

  public ImageCodec codec() {
    return codec;
  }

  public synchronized Unet unet() {
    if (unet == null) {
      unet = new Unet(new PlannedSessions(opener, source, NetworkKind.UNET));
    }
    return unet;
  }

  /**
   * Begin to open the networks that a generation is likely to use, as far as an earlier process
   * kept them. To be closed when it is over.
   *
   * @param like equal for generations that are likely to use the same ones
   * @return empty but for the first generation
   */
  public Optional<NetworksAhead> ahead(String like) {
    return opener.ahead(source, like);
  }

  /** SHA-256 of the files that a network is made of, hexadecimal. */
  public String hash(NetworkKind network) {
    List<String> all = source.files(network).stream().map(hashes::of).toList();
    return all.size() == 1 ? all.get(0) : ModelHashes.ofText(String.join(" ", all));
  }

  /** SHA-256 of the file that names the model: what webUI shows the first ten digits of. */
  public String hash() {
    return hashes.of(source.files(NetworkKind.UNET).get(0));
  }

  /** The noise schedule that the model was trained on. */
  public JsonNode scheduler() {
    return source.scheduler();
  }

  /**
   * What the network predicts. Where the files do not say it, the network itself is asked, once.
   *
   * @throws BadRequest when it predicts something else than noise or velocity
   */
  public Prediction prediction() {
    String type = scheduler().path("prediction_type").asText("").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "epsilon" -> Prediction.EPSILON;
      case "v_prediction" -> Prediction.V;
      case "" -> probed();
      default ->
          throw new BadRequest(
              "model '"
                  + source.name()
                  + "' predicts '"
                  + type
                  + "'; Kiln runs models that predict epsilon or v_prediction");
    };
  }

  /**
   * The side in pixels of the pictures that the model was made for: 768 for version 2 with
   * velocity, where the files do not say it.
   */
  public int nativeSize() {
    boolean unsaid = scheduler().path("prediction_type").isMissingNode();
    return unsaid && prediction() == Prediction.V ? VELOCITY_SIZE : source.nativeSize();
  }

  /**
   * What an inpainting network's input has behind the latents: a mask and the latents of the
   * picture, grey where the mask lies.
   *
   * @param picture [1, 3, height, width] in 0..1
   * @param mask [height, width]: 1 where it is drawn anew, else 0
   * @param encoder makes latents of pictures
   * @return [channels, height/8, width/8]
   */
  public Tensor behindLatents(Tensor picture, Tensor mask, UnaryOperator<Tensor> encoder) {
    int height = mask.dim(0) / 8;
    int width = mask.dim(1) / 8;
    Tensor masked = picture.copy();
    for (int i = 0; i < masked.size(); i++) {
      float covered = mask.data()[i % mask.size()];
      masked.data()[i] = masked.data()[i] * (1 - covered) + 0.5f * covered;
    }
    Tensor seen = encoder.apply(masked);
    int plane = height * width;
    Tensor behind = Tensor.zeros(1 + seen.dim(1), height, width);
    for (int i = 0; i < plane; i++) {
      behind.data()[i] = mask.data()[8 * (i / width * mask.dim(1) + i % width)];
    }
    System.arraycopy(seen.data(), 0, behind.data(), plane, seen.size());
    return behind;
  }

  private synchronized Prediction probed() {
    if (probe == null) {
      probe = PredictionProbe.of(unet(), opener.runtime());
    }
    return probe;
  }

  @Override
  public synchronized void close() {
    textEncoder.close();
    codec.close();
    if (unet != null) {
      unet.close();
    }
  }
}
