package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds things in pictures by the detectors of this machine. What a network is for, its outputs
 * say: boxes are [1, a, b], classes [1, classes, height, width]. Safe from any thread.
 */
@Singleton
public class Detectors {
  private static final int ADE20K = 150;

  private final DetectorFiles files;
  private final Networks networks;
  private final Json json;

  @Inject
  Detectors(DetectorFiles files, Networks networks, Json json) {
    this.files = files;
    this.networks = networks;
    this.json = json;
  }

  /**
   * The detector that a name means, opened once to see that it is one.
   *
   * @param unit to begin a message with
   * @param model a name, perhaps with a class behind a colon: {@code scenes:person}
   * @param classes names or numbers, with commas between; empty for none
   * @throws BadRequest when there is none, it is no detector, or has no such class
   */
  public ChosenDetector choose(
      String unit, String model, String classes, Consumer<String> warnings) {
    Found found = files.choose(unit, DetectorFiles.name(model), warnings);
    String behind = model.contains(":") ? model.substring(model.indexOf(':') + 1).strip() : "";
    ChosenDetector chosen =
        new ChosenDetector(
            found.path(),
            DetectorFiles.title(found) + (behind.isEmpty() ? "" : ":" + behind),
            split(behind + "," + classes));
    try (NetworkRun run = networks.open(chosen.file())) {
      detector(run, chosen);
      return chosen;
    } catch (BadRequest e) {
      throw new BadRequest(unit + ": " + e.getMessage(), e);
    }
  }

  private static List<String> split(String classes) {
    return Arrays.stream(classes.split(","))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /**
   * What is in a picture, that first which is surest.
   *
   * @param confidence how sure the detector must be, 0..1
   */
  public List<Detection> find(ChosenDetector chosen, Picture picture, double confidence) {
    try (NetworkRun run = networks.open(chosen.file())) {
      return detector(run, chosen).find(picture, confidence);
    }
  }

  private Detector detector(NetworkRun run, ChosenDetector chosen) {
    DetectorNetwork network = new DetectorNetwork(run, chosen.file());
    List<Integer> ranks = new ArrayList<>();
    network.outputs().forEach(output -> ranks.add(output.shape().size()));
    String name = chosen.file().getFileName().toString();
    if (ranks.contains(3)) {
      ClassNames names = ClassNames.of(network.metadata());
      return new YoloDetector(network, names.numbers(name, chosen.classes()));
    } else if (ranks.isEmpty() || ranks.get(0) != 4) {
      throw network.noDetector("it gives " + network.outputs());
    }
    Set<Integer> kinds = classNames(network).numbers(name, chosen.classes());
    if (kinds.isEmpty()) {
      throw new BadRequest(
          "%s knows many things; say which is looked for, as in %s:person"
              .formatted(name, name.replaceFirst("\\.[^.]*$", "")));
    }
    return new SegmentDetector(network, SegmenterInput.beside(chosen.file(), json), kinds);
  }

  /** Its own, else those of ADE20K where it may have as many. */
  private static ClassNames classNames(DetectorNetwork network) {
    ClassNames own = ClassNames.of(network.metadata());
    long classes = network.outputs().get(0).shape().get(1);
    return own.byNumber().isEmpty() && (classes == ADE20K || classes < 0)
        ? ClassNames.ofAde20k()
        : own;
  }
}
