package io.slipway.cli;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.archive.ArchiveModules;
import io.slipway.automation.module.certificates.CertificateModules;
import io.slipway.automation.module.config.ConfigModules;
import io.slipway.automation.module.containers.ContainerModules;
import io.slipway.automation.module.control.ControlModules;
import io.slipway.automation.module.disks.DiskModules;
import io.slipway.automation.module.files.FileModules;
import io.slipway.automation.module.firewall.FirewallModules;
import io.slipway.automation.module.helm.HelmModules;
import io.slipway.automation.module.host.HostModules;
import io.slipway.automation.module.kube.KubeModules;
import io.slipway.automation.module.kubeadm.KubeadmModules;
import io.slipway.automation.module.kubernetes.KubernetesModules;
import io.slipway.automation.module.mysql.MysqlModules;
import io.slipway.automation.module.packages.PackageModules;
import io.slipway.automation.module.selinux.SelinuxModules;
import io.slipway.automation.module.source.SourceModules;
import io.slipway.automation.module.system.SystemModules;
import io.slipway.automation.module.web.WebModules;
import io.slipway.automation.module.xml.XmlModules;
import java.util.List;
import java.util.stream.Stream;

/** The modules that Slipway has. */
final class BuiltinModules {

    private BuiltinModules() {}

    static ModuleCatalogue catalogue() {
        return new ModuleCatalogue(Stream.of(
                        ControlModules.all(),
                        FileModules.all(),
                        ConfigModules.all(),
                        CertificateModules.all(),
                        FirewallModules.all(),
                        SelinuxModules.all(),
                        SourceModules.all(),
                        HostModules.all(),
                        ArchiveModules.all(),
                        WebModules.all(),
                        MysqlModules.all(),
                        XmlModules.all(),
                        SystemModules.all(),
                        DiskModules.all(),
                        KubeModules.all(),
                        ContainerModules.all(),
                        KubernetesModules.all(),
                        KubeadmModules.all(),
                        HelmModules.all(),
                        PackageModules.all())
                .<Module>flatMap(List::stream)
                .toList());
    }
}
