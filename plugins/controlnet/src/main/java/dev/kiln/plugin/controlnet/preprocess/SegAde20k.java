package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.index.OffersPreprocessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import org.pf4j.Extension;

/** What is where in a picture, in ADE20K's colors. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "oneformer_ade20k",
    label = SegAde20k.LABEL,
    tags = "Segmentation",
    priority = Priority.FIRST)
public final class SegAde20k implements ControlPreprocessor {
  static final String LABEL = "seg_ofade20k";
  private static final String MARK = "ade20k";

  private final AnnotatorFiles files;
  private final Networks networks;
  private final Json json;

  @Inject
  SegAde20k(AnnotatorFiles files, Networks networks, Json json) {
    this.files = files;
    this.networks = networks;
    this.json = json;
  }

  @Override
  public Preprocessed process(PreprocessorCall call) {
    ScaledPicture picture = ScaledPicture.of(call.picture(), call.resolution());
    Path file = file();
    try (NetworkRun network = networks.open(file)) {
      int[] classes = new Segmenter(network, SegmenterConfig.beside(file, json)).classes(picture);
      return new Preprocessed(AdePalette.paint(classes, picture.width(), picture.height()));
    }
  }

  /** Of several the largest: the shipped one is small, who adds another one wants that. */
  private Path file() {
    return files.matching(name -> name.toLowerCase(Locale.ROOT).contains(MARK)).stream()
        .max(Comparator.comparingLong(path -> path.toFile().length()))
        .orElseThrow(
            () ->
                new BadRequest(
                    "the preprocessor %s needs a segmenter of ADE20K's 150 classes as an ONNX file with %s in its name, and there is none: put one into %s"
                        .formatted(LABEL, MARK, files.folder())));
  }
}
