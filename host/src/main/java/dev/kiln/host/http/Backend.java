package dev.kiln.host.http;

import dev.kiln.host.job.JobQueue;

/**
 * All that the server stands in front of.
 *
 * @param version of Kiln, as it is written into answers
 */
public record Backend(
    JobQueue jobs, Catalog catalog, PluginSite plugins, PictureFiles pictures, String version) {}
