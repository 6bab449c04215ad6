package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.Reports;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** Writes reports for people, and the one by which this machine chooses. */
@Singleton
final class ReportFiles {
  /** Pixels of the longer side of a picture in the report. */
  private static final int SHOWN = 192;

  /** Of JPEG: a report has dozens of pictures. */
  private static final int QUALITY = 85;

  private final TrialRecords records;
  private final Reports reports;
  private final Pictures pictures;
  private final Json json;

  @Inject
  ReportFiles(TrialRecords records, Reports reports, Pictures pictures, Json json) {
    this.records = records;
    this.reports = reports;
    this.pictures = pictures;
    this.json = json;
  }

  /** Write {@code accelerators.md}, {@code .json} and {@code .html}. */
  void write(Figures figures, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("accelerators.md"), new TextReport(figures).lines());
    Files.writeString(folder.resolve("accelerators.json"), json.write(figures.values()) + "\n");
    HtmlReport html = new HtmlReport(figures, it -> shown(figures.record(), it), json);
    Files.writeString(folder.resolve("accelerators.html"), html.html());
  }

  /** Requests of this machine choose by these figures from now on. */
  void keep(Figures figures) throws IOException {
    String model = Objects.requireNonNull(figures.record().about().get("model"));
    reports.keep(model, figures.values());
  }

  /** The first picture of a setting, a small JPEG in base64; empty where it drew none. */
  private String shown(TrialRecord record, Setting setting) {
    Path file = PicturesCommand.picture(records.pictures(record, setting), 1);
    if (!Files.exists(file)) {
      return "";
    }
    try {
      Picture picture = pictures.read(file.toString(), Files.readAllBytes(file));
      int longer = Math.max(picture.width(), picture.height());
      int width = Math.max(1, picture.width() * SHOWN / longer);
      int height = Math.max(1, picture.height() * SHOWN / longer);
      Picture small =
          longer <= SHOWN
              ? picture
              : pictures.resize(picture, width, height, Pictures.Filter.BICUBIC);
      return Base64.getEncoder()
          .encodeToString(pictures.write(small, Pictures.Format.JPEG, QUALITY, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
