package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws with a setting in a process of its own, and judges the pictures when it is over. */
@Singleton
final class Trials {
  /** Draws ADE20K's classes in their colors. */
  private static final String SEGMENTER = "oneformer_ade20k";

  private final KilnProcesses processes;
  private final ControlPreprocessors preprocessors;
  private final Pictures pictures;
  private final Json json;

  @Inject
  Trials(
      KilnProcesses processes, ControlPreprocessors preprocessors, Pictures pictures, Json json) {
    this.processes = processes;
    this.preprocessors = preprocessors;
    this.pictures = pictures;
    this.json = json;
  }

  /**
   * Draw.
   *
   * @param references folder of the untouched pictures, which that setting writes
   * @param folder for the pictures
   * @throws InterruptedException when the process was interrupted, or this thread
   */
  Trial run(Job job, Setting setting, List<Long> seeds, Path references, Path folder)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("kiln-pictures", ".json");
    try {
      Files.createDirectories(folder);
      List<?> requests = seeds.stream().map(seed -> job.request(setting, seed)).toList();
      Files.writeString(file, json.write(Map.of(PicturesCommand.REQUESTS, requests)));
      List<String> words = new ArrayList<>(List.of(PicturesCommand.NAME.split(" ")));
      words.addAll(List.of(file.toString(), folder.toString()));
      Finished end = processes.run(words);
      if (end.problem().isPresent()) {
        return Trial.refused(end.problem().get());
      }
      Trial trial = Trial.read(json.object("the times of " + setting.name(), end.output()));
      return trial.judged(judged(job, trial, references, folder), end.peakBytes());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private List<Shot> judged(Job job, Trial trial, Path references, Path folder) throws IOException {
    List<Shot> judged = new ArrayList<>();
    for (Shot shot : trial.shots()) {
      Picture picture = picture(folder, shot.seed());
      Likeness likeness = Likeness.of(picture(references, shot.seed()), picture);
      judged.add(
          shot.judged(likeness, job.judged() ? agreement(shot.seed(), picture) : Double.NaN));
    }
    return judged;
  }

  private Picture picture(Path folder, long seed) throws IOException {
    Path file = PicturesCommand.picture(folder, seed);
    return pictures.read(file.toString(), Files.readAllBytes(file));
  }

  private double agreement(long seed, Picture picture) {
    int side = Math.min(picture.width(), picture.height());
    try {
      PreprocessorCall call = new PreprocessorCall(picture, null, side, -1, -1);
      return Scene.of(seed).agreement(preprocessors.run(SEGMENTER, call).map());
    } catch (BadRequest noSegmenter) {
      return Double.NaN;
    }
  }
}
