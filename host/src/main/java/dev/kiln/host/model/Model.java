package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.spi.BadRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model with its networks. Each session is made when it is first used; sessions are shared
 * between threads. Closed by the {@link ModelStore} when its last user is done.
 */
public final class Model implements AutoCloseable {
  /** What the denoising network predicts. */
  public enum Prediction {
    EPSILON,
    V
  }

  private final ModelFolder folder;
  private final ModelHashes hashes;
  private final OrtRuntime runtime;
  private final TextEncoder textEncoder;
  private final ImageCodec codec;
  private @Nullable Unet unet;

  Model(OrtRuntime runtime, ModelFolder folder, ModelHashes hashes) {
    this.runtime = runtime;
    this.folder = folder;
    this.hashes = hashes;
    this.textEncoder = new TextEncoder(runtime, folder);
    this.codec = new ImageCodec(runtime, folder);
  }

  public ModelFolder folder() {
    return folder;
  }

  public OrtRuntime runtime() {
    return runtime;
  }

  public TextEncoder textEncoder() {
    return textEncoder;
  }

  public ImageCodec codec() {
    return codec;
  }

  public synchronized Unet unet() {
    if (unet == null) {
      unet = new Unet(runtime, folder);
    }
    return unet;
  }

  /** SHA-256 of a network's file, hexadecimal. */
  public String hash(String component) {
    return hashes.of(folder.network(component));
  }

  /** The noise schedule that the model was trained on. */
  public JsonNode scheduler() {
    return folder.config("scheduler");
  }

  public Prediction prediction() {
    String type = scheduler().path("prediction_type").asText("epsilon").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "epsilon" -> Prediction.EPSILON;
      case "v_prediction" -> Prediction.V;
      default ->
          throw new BadRequest(
              "model '"
                  + folder.name()
                  + "' predicts '"
                  + type
                  + "'; Kiln runs models that predict epsilon or v_prediction");
    };
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
