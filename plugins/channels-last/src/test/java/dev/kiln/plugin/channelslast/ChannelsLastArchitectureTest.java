package dev.kiln.plugin.channelslast;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class ChannelsLastArchitectureTest extends PluginArchitectureContract {}
