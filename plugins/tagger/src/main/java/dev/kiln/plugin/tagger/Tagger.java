package dev.kiln.plugin.tagger;

import dev.kiln.plugin.tagger.Tag.Kind;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says which tags a picture has. Safe from any thread. */
@Singleton
class Tagger {
  private static final String NETWORK = "model.onnx";
  private static final String FOLDER = "tagger";

  private final ModelFiles models;
  private final Networks networks;
  private final TaggerInput input;
  private final PluginHome home;

  @Inject
  Tagger(ModelFiles models, Networks networks, Pictures pictures, PluginHome home) {
    this.models = models;
    this.networks = networks;
    this.input = new TaggerInput(pictures);
    this.home = home;
  }

  /**
   * The tags of a picture, the surest first.
   *
   * @throws BadRequest when there is no network, or its files do not go together
   */
  String describe(Picture picture) {
    Path folder =
        folder()
            .orElseThrow(
                () ->
                    new BadRequest(
                        "there is no tagger in %s; put %s and selected_tags.csv of a WD tagger there, or tags.txt of DeepDanbooru"
                            .formatted(models.folder().resolve(FOLDER), NETWORK)));
    TagList list = TagList.read(folder);
    try (NetworkRun run = networks.open(folder.resolve(NETWORK))) {
      List<Long> shape = shape(folder, run);
      Tensor given = input.of(picture, shape, list.wide());
      Tensor found = run.run(Map.of(run.inputs().get(0).name(), given)).get(0);
      if (found.data().length != list.tags().size()) {
        throw new BadRequest(
            "the network in %s gives %d numbers, but its list has %d tags; take both from one place"
                .formatted(folder, found.data().length, list.tags().size()));
      }
      return said(list.tags(), found.data());
    }
  }

  private static List<Long> shape(Path folder, NetworkRun run) {
    List<Long> shape = run.inputs().get(0).shape();
    boolean picture = shape.size() == 4 && (shape.get(1) == 3 || shape.get(3) == 3);
    if (run.inputs().size() != 1 || !picture) {
      throw new BadRequest(
          "the network in %s takes %s; a tagger takes one picture, [1, side, side, 3]"
              .formatted(folder, run.inputs()));
    }
    return shape;
  }

  private String said(List<Tag> tags, float[] probabilities) {
    TaggerSettings settings = home.settings(TaggerSettings.class);
    return IntStream.range(0, tags.size())
        .boxed()
        .filter(i -> probabilities[i] >= least(tags.get(i).kind(), settings))
        .sorted(Comparator.comparing(i -> -probabilities[i]))
        .map(i -> tags.get(i).name())
        .collect(Collectors.joining(", "));
  }

  private static double least(Kind kind, TaggerSettings settings) {
    return switch (kind) {
      case GENERAL -> settings.threshold();
      case CHARACTER -> settings.characters();
      case RATING -> Double.POSITIVE_INFINITY;
    };
  }

  /** The first folder, by name, that has a network and its tags: the plugin's own, or one in it. */
  private Optional<Path> folder() {
    Path own = models.folder().resolve(FOLDER);
    if (!Files.isDirectory(own)) {
      return Optional.empty();
    }
    try (Stream<Path> inner = Files.list(own)) {
      return Stream.concat(Stream.of(own), inner.sorted())
          .filter(it -> Files.isRegularFile(it.resolve(NETWORK)) && TagList.isIn(it))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
