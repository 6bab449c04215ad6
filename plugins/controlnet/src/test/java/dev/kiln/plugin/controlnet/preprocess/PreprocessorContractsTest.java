package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.testkit.ControlPreprocessorContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Every preprocessor of this plugin that needs no foreign file. */
class PreprocessorContractsTest {
  @TempDir private static Path temp;
  private static TestingAnnotators annotators;

  @BeforeAll
  static void open() {
    annotators = new TestingAnnotators(temp);
    Path shipped = Path.of(System.getProperty("kiln.root"), "models", "annotator");
    for (String name : List.of("seg_ade20k_scenes.onnx", "seg_ade20k_scenes.json")) {
      try {
        annotators.put(name, Files.readAllBytes(shipped.resolve(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterAll
  static void close() {
    annotators.close();
  }

  @Nested
  class ReadyTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Ready();
    }
  }

  @Nested
  class InvertTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Invert();
    }
  }

  @Nested
  class CannyTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Canny();
    }
  }

  @Nested
  class LineartStandardTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new LineartStandard();
    }
  }

  @Nested
  class ScribbleXdogTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new ScribbleXdog();
    }
  }

  @Nested
  class ThresholdTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Threshold();
    }
  }

  @Nested
  class BlurGaussianTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new BlurGaussian();
    }
  }

  @Nested
  class TileResampleTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new TileResample();
    }
  }

  @Nested
  class ShuffleTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Shuffle();
    }
  }

  @Nested
  class RecolorLuminanceTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Recolor.Luminance();
    }
  }

  @Nested
  class RecolorIntensityTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Recolor.Intensity();
    }
  }

  @Nested
  class SegAde20kTest extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new SegAde20k(annotators.files(), annotators.networks(), new JsonCodec());
    }
  }
}
