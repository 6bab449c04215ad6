package dev.kiln.host.model;

import dev.kiln.host.DiskReason;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of the original code, {@code NAME.yaml} beside a checkpoint: with it webUI's
 * users say what the model predicts. Nothing else in it is read.
 */
final class LdmConfig {
  private static final long LARGEST = 1_000_000;

  /** Behind a byte order mark, perhaps. */
  private static final Pattern MODEL = Pattern.compile("(?m)^[^\\w\\s#]*model\\s*:");

  /** Not in a comment. */
  private static final Pattern PARAMETERIZATION =
      Pattern.compile("(?m)^[^#\\r\\n]*\\bparameterization[\"']?\\s*:\\s*[\"']?([\\w-]+)");

  private LdmConfig() {}

  /**
   * What a model predicts by the file beside it; empty where there is none.
   *
   * @throws BadRequest when it says something that Kiln cannot draw with
   */
  static Optional<Prediction> prediction(Path model) {
    return Sibling.find(model, ".yaml").flatMap(LdmConfig::read);
  }

  private static Optional<Prediction> read(Path file) {
    String text;
    try {
      text = Files.size(file) > LARGEST ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BadRequest(file + " cannot be read: " + DiskReason.of(e), e);
    }
    if (!MODEL.matcher(text).find()) {
      return Optional.empty();
    }
    Matcher found = PARAMETERIZATION.matcher(text);
    // LatentDiffusion's own default.
    String said = found.find() ? found.group(1) : "eps";
    return switch (said) {
      case "v" -> Optional.of(Prediction.V);
      case "eps" -> Optional.of(Prediction.EPSILON);
      default ->
          throw new BadRequest(
              "%s says parameterization \"%s\"; Kiln runs models that predict eps or v"
                  .formatted(file, said));
    };
  }
}
