package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import jakarta.inject.Singleton;
import java.util.List;
import org.pf4j.Extension;

/** Black lines on white become white lines on black. */
@Extension
@Singleton
@OffersPreprocessor(
    name = "invert",
    label = "invert (from white bg & black line)",
    tags = {"Canny", "Lineart", "Scribble", "MLSD"},
    priority = Priority.INVERT,
    traits = Trait.OWN_SIZE)
public final class Invert implements ControlPreprocessor {

  @Override
  public Preprocessed process(PreprocessorCall call) {
    List<Plane> colors = Plane.colors(call.picture());
    for (Plane plane : colors) {
      for (int i = 0; i < plane.values().length; i++) {
        plane.values()[i] = 255 - plane.values()[i];
      }
    }
    return new Preprocessed(Plane.picture(colors));
  }
}
