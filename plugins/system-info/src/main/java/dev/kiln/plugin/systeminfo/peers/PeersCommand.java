package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.plugin.systeminfo.peers.ModelForms.Forms;
import dev.kiln.plugin.systeminfo.peers.Program.Form;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.QuietMachine;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.index.Option;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/** Kiln beside other programs on this machine. */
@Extension
@Singleton
@Command(
    name = "benchmark peers",
    summary = "Make one picture by Kiln and by other programs, in turns",
    parameters = "[MODEL]",
    options = PeersCommand.Flags.class)
public final class PeersCommand implements CliContribution {
  private static final int ROWS = 2;
  private static final int LATENT_SCALE = 8;

  /** What is made, and by which programs. */
  record Flags(
      @Option(
              label = "Other forms",
              help = "folders with MODEL's weights in another form, joined by commas",
              defaultValue = "",
              flags = "--also")
          String also,
      @Option(
              label = "Random model",
              help = "a shape, sd15 say, instead of MODEL: random weights are made and kept",
              defaultValue = "",
              flags = "--random")
          String random,
      @Option(label = "Size", help = "in pixels", defaultValue = "512x512", flags = "--size")
          String size,
      @Option(
              label = "Steps",
              help = "the first of each run is not counted",
              defaultValue = "4",
              min = 2,
              max = 150,
              flags = "--steps")
          int steps,
      @Option(
              label = "Rounds",
              help = "how often each is run, all others in between",
              defaultValue = "2",
              min = 1,
              max = 100,
              flags = "--rounds")
          int rounds,
      @Option(
              label = "Only",
              help = "names of peers or programs, joined by commas; all if empty",
              defaultValue = "",
              flags = "--only")
          String only,
      @Option(
              label = "Python",
              help = "an interpreter, or a folder with a virtual environment for each program",
              defaultValue = "python3",
              flags = "--python")
          String python,
      @Option(
              label = "stable-diffusion.cpp",
              help = "its command-line program; its Python binding if empty",
              defaultValue = "",
              flags = "--sd-cpp")
          String sdCpp,
      @Option(
              label = "sd4j",
              help = "the folder where it was built",
              defaultValue = "",
              flags = "--sd4j")
          String sd4j,
      @Option(
              label = "Limit",
              help = "minutes after which a run is ended",
              defaultValue = "60",
              min = 1,
              max = 1440,
              flags = "--limit")
          int limit,
      @Option(
              label = "JSON",
              help = "print the numbers as JSON",
              defaultValue = "false",
              flags = "--json")
          boolean json,
      @Option(
              label = "Reports",
              help = "the folder for peers.md and peers.json",
              defaultValue = "outputs",
              flags = "--out")
          String out) {
    int side(int which) {
      if (!size.matches("[1-9]\\d{1,3}x[1-9]\\d{1,3}")) {
        throw new BadRequest("--size is \"" + size + "\"; it must be as 512x512");
      }
      int side = Integer.parseInt(size.split("x")[which]);
      if (side % 64 != 0) {
        throw new BadRequest("--size is \"" + size + "\"; both sides must be multiples of 64");
      }
      return side;
    }
  }

  private final ModelForms models;
  private final PeersRun run;
  private final QuietMachine quiet;
  private final Machine machine;
  private final DeviceInfo device;
  private final Json json;

  @Inject
  PeersCommand(
      ModelForms models,
      PeersRun run,
      QuietMachine quiet,
      Machine machine,
      DeviceInfo device,
      Json json) {
    this.models = models;
    this.run = run;
    this.quiet = quiet;
    this.machine = machine;
    this.device = device;
    this.json = json;
  }

  @Override
  public int run(CliCall call) throws IOException, InterruptedException {
    Flags flags = call.options(Flags.class);
    String model = call.parameters().isEmpty() ? "" : call.parameters().get(0);
    if (!flags.random().isEmpty() && !(model + flags.also()).isEmpty()) {
      throw new BadRequest("--random makes the model in all forms; leave out MODEL and --also");
    }
    List<Peer> peers = Peer.named(flags.only());
    int width = flags.side(0);
    int height = flags.side(1);
    try (QuietMachine.Hold hold = quiet.hold("kiln benchmark peers")) {
      Forms forms =
          flags.random().isEmpty()
              ? models.find(model, names(flags.also()))
              : models.random(flags.random(), call::say);
      PeerJob job = new PeerJob(forms, width, height, flags.steps(), device.processors());
      PeersRecord record = new PeersRecord(about(job, flags), flops(job), peers);
      fill(record, job, flags, call);
      if (flags.json()) {
        call.print(json.write(record.values()));
      } else {
        new PeersReport(record).lines().forEach(call::print);
      }
    }
    return 0;
  }

  private void fill(PeersRecord record, PeerJob job, Flags flags, CliCall call)
      throws IOException, InterruptedException {
    Path out = Path.of(flags.out());
    Installed installed =
        new Installed(
            flags.python(),
            flags.sdCpp(),
            flags.sd4j(),
            job.threads(),
            Duration.ofMinutes(flags.limit()));
    try {
      run.fill(record, new PeersRun.Plan(job, installed, flags.rounds(), out), call::say);
    } catch (InterruptedException e) {
      call.say("stopped; " + out.resolve("peers.md") + " has what was measured");
      throw e;
    }
    call.say("reports: " + out.resolve("peers.md") + ", peers.json");
  }

  private Map<String, String> about(PeerJob job, Flags flags) {
    Map<String, String> about = new LinkedHashMap<>(machine.card());
    about.put("model", job.forms().name());
    about.put(
        "picture",
        "%s, Euler, %d steps, prompt and negative prompt".formatted(flags.size(), job.steps()));
    about.put("threads", String.valueOf(job.threads()));
    about.put("rounds", String.valueOf(flags.rounds()));
    about.put("load before", load());
    about.put("measured", LocalDate.now().toString());
    return about;
  }

  /** What else the machine does: tasks that were running or waited, in the minute before. */
  private static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "not known" : String.format(Locale.ROOT, "%.1f", load);
  }

  private double flops(PeerJob job) {
    Path folder = job.forms().folder(Form.ANY).orElseThrow();
    Map<String, ?> config = json.object(folder.resolve("unet/config.json"));
    return ROWS * UnetFlops.of(config, job.height() / LATENT_SCALE, job.width() / LATENT_SCALE);
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }
}
