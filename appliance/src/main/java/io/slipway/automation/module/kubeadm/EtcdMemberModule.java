package io.slipway.automation.module.kubeadm;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.List;
import java.util.Optional;

/** {@code etcd_member}: who belongs to an etcd cluster. */
final class EtcdMemberModule implements Module {

    private static final String PKI = "/etc/kubernetes/pki/etcd/";

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "etcd_member", "Says who belongs to an etcd cluster, announces members, promotes and removes them")
            .options(
                    Option.of("state", STRING, "What is wanted of the member; list changes nothing")
                            .oneOf("list", "present", "absent", "promoted")
                            .orElse("list"),
                    Option.of("name", STRING, "Which member"),
                    Option.of("peer_urls", LIST, "Which member, or where a new one will be found by the others")
                            .orElse(List.of()),
                    Option.of("id", STRING, "Which member, in hexadecimal"),
                    Option.of("learner", BOOL, "Whether a new one only learns until it is promoted")
                            .orElse(false),
                    Option.of("endpoints", LIST, "Members to ask").orElse(List.of("https://127.0.0.1:2379")),
                    Option.of("cacert", PATH, "File of the node with the authority of etcd")
                            .orElse(PKI + "ca.crt"),
                    Option.of("cert", PATH, "File of the node with the certificate to show")
                            .orElse(PKI + "server.crt"),
                    Option.of("key", PATH, "File of the node with its key").orElse(PKI + "server.key"),
                    Option.of("timeout", INT, "How many seconds etcd may take for an answer")
                            .orElse(10L))
            .neededIf("state", "present", "peer_urls")
            .differs("Ansible has no module of this name; it works through etcdctl on the node")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String state = a.string("state");
        boolean named = a.filled("name").isPresent()
                || a.filled("id").isPresent()
                || !a.strings("peer_urls").isEmpty();
        if (!state.equals("list") && !named) {
            throw new ModuleFailure("state is " + state + " but any of the following are missing: name, id, peer_urls");
        }
        Etcdctl etcd = new Etcdctl(call);
        List<EtcdMember> members = etcd.members();
        Optional<EtcdMember> member = members.stream().filter(one -> is(one, a)).findFirst();
        return switch (state) {
            case "present" -> present(call, etcd, members, member);
            case "absent" ->
                member.map(one -> done(call, etcd, List.of("member", "remove", one.id()), one))
                        .orElseGet(() -> listed(false, members));
            case "promoted" -> promoted(call, etcd, members, member);
            default -> listed(false, members);
        };
    }

    /** A member that was announced and has not come yet has no name. */
    private static boolean is(EtcdMember member, Arguments a) {
        return a.filled("id").filter(id -> member.id().equals(id)).isPresent()
                || a.filled("name").filter(name -> member.name().equals(name)).isPresent()
                || member.peers().stream().anyMatch(a.strings("peer_urls")::contains);
    }

    private static ModuleResult present(
            ModuleCall call, Etcdctl etcd, List<EtcdMember> members, Optional<EtcdMember> member) {
        Arguments a = call.arguments();
        String peers = "--peer-urls=" + String.join(",", a.strings("peer_urls"));
        if (member.isPresent()) {
            boolean same =
                    List.copyOf(a.strings("peer_urls")).equals(member.get().peers());
            return same
                    ? listed(false, members).with("member", member.get().asValue())
                    : done(call, etcd, List.of("member", "update", member.get().id(), peers), member.get());
        }
        String name = a.filled("name")
                .orElseThrow(() -> new ModuleFailure("state is present but all of the following are missing: name"));
        List<String> words = a.flag("learner")
                ? List.of("member", "add", name, peers, "--learner")
                : List.of("member", "add", name, peers);
        if (!call.check()) {
            etcd.run(words);
        }
        return listed(true, call.check() ? members : etcd.members());
    }

    private static ModuleResult promoted(
            ModuleCall call, Etcdctl etcd, List<EtcdMember> members, Optional<EtcdMember> member) {
        EtcdMember one = member.orElseThrow(() -> new ModuleFailure("etcd has no such member; it has "
                + String.join(", ", members.stream().map(EtcdMember::name).toList())));
        return one.learner()
                ? done(call, etcd, List.of("member", "promote", one.id()), one)
                : listed(false, members).with("member", one.asValue());
    }

    private static ModuleResult done(ModuleCall call, Etcdctl etcd, List<String> words, EtcdMember member) {
        if (!call.check()) {
            etcd.run(words);
        }
        return listed(true, etcd.members()).with("member", member.asValue());
    }

    private static ModuleResult listed(boolean changed, List<EtcdMember> members) {
        return ModuleResult.changed(changed)
                .with("members", members.stream().map(EtcdMember::asValue).toList());
    }
}
