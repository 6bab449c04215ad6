package dev.kiln.host.http;

import dev.kiln.host.job.JobQueue;
import dev.kiln.host.request.Filling;
import java.util.function.Function;

/**
 * What the server gives access to.
 *
 * @param infotexts reads an infotext as a request; throws a BadRequest for one that is too long
 * @param process that the server runs in
 * @param options that clients set, between servers
 */
public record Backend(
    JobQueue jobs,
    Catalog catalog,
    PluginSite plugins,
    Function<String, Filling> infotexts,
    HostProcess process,
    OptionsFile options) {}
