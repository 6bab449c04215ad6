package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.detect.YoloOutput.Candidate;
import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds things by a YOLO network of any kind, with masks where it has some. */
final class YoloDetector implements Detector {
  /** That ultralytics trains with. */
  private static final int SIDE = 640;

  private final DetectorNetwork network;
  private final Set<Integer> kinds;

  /**
   * @param kinds classes that are looked for; none for all
   */
  YoloDetector(DetectorNetwork network, Set<Integer> kinds) {
    this.network = network;
    this.kinds = kinds;
  }

  @Override
  public List<Detection> find(Picture picture, double confidence) {
    Port input = network.input();
    Letterbox letterbox =
        Letterbox.of(picture, network.side(3), network.side(2), network.longest().orElse(SIDE));
    List<Tensor> outputs = network.run(letterbox.tensor(picture));
    Optional<Prototypes> prototypes =
        outputs.stream().filter(it -> it.rank() == 4).findFirst().map(Prototypes::new);
    YoloOutput output = read(outputs, prototypes.map(Prototypes::count).orElse(0), letterbox);
    return output.kept(confidence, kinds).stream()
        .map(
            candidate -> {
              Box box = letterbox.inPicture(candidate.box(), picture);
              return new Detection(box, mask(output, candidate, prototypes, box, picture));
            })
        .toList();
  }

  private YoloOutput read(List<Tensor> outputs, int masks, Letterbox letterbox) {
    Tensor numbers = outputs.stream().filter(it -> it.rank() == 3).findFirst().orElseThrow();
    return YoloLayout.of(
            numbers.dim(1), numbers.dim(2), masks, letterbox.width(), letterbox.height())
        .filter(layout -> numbers.dim(0) == 1)
        .map(layout -> new YoloOutput(numbers, layout, masks))
        .orElseThrow(
            () ->
                network.noDetector(
                    "it gives %s of a picture of %dx%d"
                        .formatted(outputs, letterbox.width(), letterbox.height())));
  }

  private static Mask mask(
      YoloOutput output,
      Candidate candidate,
      Optional<Prototypes> prototypes,
      Box box,
      Picture picture) {
    return prototypes
        .map(it -> it.mask(output.weights(candidate), box, picture))
        .orElseGet(() -> Mask.of(box, picture.width(), picture.height()));
  }
}
