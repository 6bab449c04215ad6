package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.EngineSettings;
import dev.kiln.host.engine.QueuedGenerations;
import dev.kiln.host.http.ApiServer;
import dev.kiln.host.http.ApiSettings;
import dev.kiln.host.http.Backend;
import dev.kiln.host.http.OptionsFile;
import dev.kiln.host.http.PemIdentity;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.job.JobQueue;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln serve}: the HTTP API and the page. */
@Command(name = ServeCommand.NAME, description = "answer webUI's HTTP API and show the page")
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";
  private static final int LONGEST_GRACE = 86_400;
  private static final Set<State> UNFINISHED = EnumSet.of(State.QUEUED, State.RUNNING);

  private final PrintStream out;
  private final PrintStream err;
  private final PluginOptionFlags flags;

  @Mixin private HostOptions host;
  @Mixin private ServerDefaults defaults;
  @Mixin private MeasuringFlags measuring;
  @Mixin private AccessFlags access;
  @Mixin private TlsFlags tls;
  @Mixin private JobStoreFlags jobs;
  @Spec private CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7860",
      description = "0 takes a free one (${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--listen", description = "answer on all addresses, not only this machine's own")
  private boolean listen;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "16",
      description = "jobs that may wait (${DEFAULT-VALUE})")
  private int queue;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "time a running job has to finish at the end (${DEFAULT-VALUE})")
  private int grace;

  @Option(
      names = "--api-server-stop",
      description = "let clients stop the server by /sdapi/v1/server-stop and server-kill")
  private boolean stoppable;

  ServeCommand(PrintStream out, PrintStream err, PluginOptionFlags flags) {
    this.out = out;
    this.err = err;
    this.flags = flags;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    Optional<PemIdentity> identity = tls.identity();
    demandPort();
    JobPreviews previews = new JobPreviews();
    QueuedGenerations front =
        new QueuedGenerations(
            previews,
            JobLimits.DEFAULT.withWaiting(queue),
            () -> jobs.open(host.home()),
            SavedPictures.OUTPUTS);
    Engine engine = engine(previews, front);
    // Jobs of the last time may begin as soon as there is a queue.
    engine.plugins().serverStarted();
    CountDownLatch asked = new CountDownLatch(1);
    ApiServer server = server(engine, front, settings(identity), asked::countDown);
    try (StopSignals signals = new StopSignals(asked::countDown)) {
      engine.plugins().watch();
      out.println(server.url());
      err.println("kiln: serving at " + server.url() + "; stop with Ctrl-C");
      access.warnings(listen, identity.isPresent()).forEach(err::println);
      tellOfJobs(front.queue());
      asked.await();
      err.println("kiln: stopping; Ctrl-C again stops at once");
      server.stop(Duration.ofSeconds(grace));
      engine.close();
    }
    return 0;
  }

  private void tellOfJobs(JobQueue queue) {
    long left = queue.list().stream().filter(job -> UNFINISHED.contains(job.state())).count();
    if (left > 0) {
      err.println("kiln: jobs of the last time that go on: " + left);
    }
  }

  private Engine engine(JobPreviews previews, QueuedGenerations front) {
    EngineSettings settings =
        host.settings(
            defaults.models(),
            defaults.options(flags),
            defaults.preferred(flags),
            measuring.budget());
    Engine engine = new Engine(settings, previews, new ForkedKiln(host), front);
    try {
      defaults.check(engine);
      return engine;
    } catch (BadRequest e) {
      engine.close();
      throw e;
    }
  }

  private void check() {
    if (port < 0 || port > 65535) {
      throw new BadRequest("port is " + port + "; it must be 0 to 65535");
    }
    if (queue < 1 || queue > 10_000) {
      throw new BadRequest("queue is " + queue + "; it must be 1 to 10000");
    }
    if (grace < 0 || grace > LONGEST_GRACE) {
      throw new BadRequest("grace is " + grace + " s; it must be 0 to " + LONGEST_GRACE);
    }
    access.access();
    jobs.check();
  }

  /** Before plugins and models are looked at, and before the server logs what it thinks of it. */
  private void demandPort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private String address() {
    return listen ? "0.0.0.0" : "127.0.0.1";
  }

  private BadRequest unusable(Exception e) {
    return new BadRequest(
        "port " + port + " cannot be used (" + e.getMessage() + "); take another with --port", e);
  }

  private ApiSettings settings(Optional<PemIdentity> identity) {
    return new ApiSettings(
        address(),
        port,
        access.access(),
        ShownFlags.of(command.commandLine().getParseResult()),
        identity);
  }

  private ApiServer server(
      Engine engine, QueuedGenerations front, ApiSettings settings, Runnable stop) {
    Backend backend =
        new Backend(
            front.queue(),
            new ServerCatalog(engine.models(), engine.plugins().services(), engine.defaults()),
            new ServerPlugins(engine.plugins(), front::attention),
            engine.infotexts()::read,
            new ServerProcess(engine, stoppable, stop),
            OptionsFile.in(host.home(), defaults.webuiOptions()));
    try {
      return new ApiServer(settings, backend).start();
    } catch (RuntimeException e) {
      engine.close();
      throw unusable(e);
    }
  }
}
