package io.slipway.automation.module.source;

/** The one exchange of {@code git}: what is there, what the repository has, and the steps from one to the other. */
final class GitScript {

    static final String TEXT = """
            stop() { tell error "$1"; exit 1; }
            if [ -n "$mask" ]; then umask "$mask"; fi
            GIT=${executable:-git}
            command -v "$GIT" >/dev/null || stop "the node has no program '$GIT': install the package git on it"
            HOME=${HOME:-$(cd ~ 2>/dev/null && pwd)}
            if [ -n "$key_file" ]; then
              k=$(printf %s "$key_file" | sed "s/'/'\\\\\\\\''/g")
              ssh_options="$ssh_options -i '$k' -o IdentitiesOnly=yes"
            fi
            GIT_SSH_COMMAND="ssh $ssh_options"
            GIT_TERMINAL_PROMPT=0
            export HOME GIT_SSH_COMMAND GIT_TERMINAL_PROMPT
            case $dest in -*) dest=./$dest;; esac
            here() { "$GIT" -C "$dest" "$@"; }
            git_failed() { tell rc "$1"; tell stderr "$3"; stop "$2: $3"; }
            must() {
              what=$1
              shift
              said=$("$@" 2>&1 </dev/null) || git_failed "$?" "$what" "$said"
            }
            commit() { here rev-parse --verify --quiet 'HEAD^{commit}' 2>/dev/null; }
            remote_refs() { "$GIT" ls-remote -- "$1" 2>&1 </dev/null; }
            ref() { printf '%s\\n' "$refs" | while read -r id name; do if [ "$name" = "$1" ]; then echo "$id"; break; fi; done; }
            read_refs() { refs=$(remote_refs "$repo") || git_failed "$?" "cannot read the repository $repo" "$refs"; }
            remote_version() {
              if [ "$version" = HEAD ]; then ref HEAD; return 0; fi
              for r in "refs/heads/$version" "refs/tags/$version^{}" "refs/tags/$version" "refs/heads/${version#"$remote"/}" "$version^{}" "$version"; do
                id=$(ref "$r")
                if [ -n "$id" ]; then echo "$id"; return 0; fi
              done
              if [ -n "$before" ] && here rev-parse --verify --quiet "$version^{commit}"; then return 0; fi
              # A commit that only the clone would know, by itself or as the ancestor of something.
              case $version in
              *?[~^]*) whole=$version; version=${version%%[~^]*}; remote_version >/dev/null || return 1; echo "$whole";;
              *[!0-9a-f]*|'') return 1;;
              *) echo "$version";;
              esac
            }
            folder=$dest/.git
            if [ -n "$bare" ]; then folder=$dest; fi
            before=
            if [ -z "$dest" ] || { [ ! -f "$folder/config" ] && [ ! -f "$dest/.git" ]; }; then
              if [ -n "$check" ] || [ -z "$clone" ]; then
                read_refs
                id=$(remote_version) || stop "the repository $repo has no version $version"
                tell before ''
                tell after "$id"
                exit 0
              fi
              d=${dest%/}
              case $d in */*) mkdir -p -- "${d%/*}" || stop "cannot create the directory ${d%/*}";; esac
              set -- clone --origin "$remote"
              if [ -n "$bare" ]; then set -- clone --bare; fi
              if [ -n "$depth" ]; then
                if [ "$version" = HEAD ] || [ -n "$refspec" ]; then set -- "$@" --depth "$depth"
                else
                  read_refs
                  if [ -n "$(ref "refs/heads/$version")$(ref "refs/tags/$version")" ]; then set -- "$@" --depth "$depth" --branch "$version"
                  else tell warning "Ignoring depth argument. Shallow clones are only available for HEAD, branches, tags or in combination with refspec."
                  fi
                fi
              fi
              if [ -n "$single_branch" ]; then
                set -- "$@" --single-branch
                case " $* " in *' --branch '*) ;; *) if [ "$version" != HEAD ]; then read_refs; if [ -n "$(ref "refs/heads/$version")$(ref "refs/tags/$version")" ]; then set -- "$@" --branch "$version"; fi; fi;; esac
              fi
              if [ -n "$reference" ]; then set -- "$@" --reference "$reference"; fi
              if [ -n "$separate_git_dir" ]; then set -- "$@" --separate-git-dir="$separate_git_dir"; fi
              must "Failed to clone $repo" "$GIT" "$@" -- "$repo" "$dest"
              if [ -n "$bare" ] && [ "$remote" != origin ]; then must "Failed to name the remote" here remote add "$remote" "$repo"; fi
              if [ -n "$refspec" ]; then must "Failed to fetch $refspec" here fetch ${depth:+--depth "$depth"} "$remote" "$refspec"; fi
            else
              before=$(commit)
              if [ -z "$update" ]; then tell before "$before"; tell after "$before"; exit 0; fi
              mods=
              if [ -z "$bare" ]; then
                mods=$(here status --porcelain 2>&1) || stop "cannot look at $dest: $mods"
                mods=$(printf '%s\\n' "$mods" | grep -v '^??')
              fi
              if [ -n "$mods" ]; then
                [ -n "$force" ] || stop "Local modifications exist in the destination: $dest (force=no)."
                if [ -z "$check" ]; then must "Failed to throw local modifications away" here reset --hard HEAD --; fi
                tell local_mods 1
              fi
              tell pulled 1
              url=$(here config --get "remote.$remote.url")
              if [ "$url" != "$repo" ]; then
                if [ -n "$url" ]; then tell remote_url_changed 1; fi
                if [ -z "$check" ]; then
                  if [ -n "$url" ]; then must "Failed to set a new url $repo for $remote" here remote set-url "$remote" "$repo"
                  else must "Failed to set a new url $repo for $remote" here remote add "$remote" "$repo"; fi
                fi
              fi
              if [ -n "$check" ]; then
                read_refs
                id=$(remote_version) || stop "the repository $repo has no version $version"
                tell before "$before"
                tell after "$id"
                exit 0
              fi
              set -- fetch --force ${depth:+--depth "$depth"} --tags "$remote"
              if [ -n "$bare" ]; then set -- "$@" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*'
              elif [ -n "$depth$single_branch" ] && [ "$version" != HEAD ]; then
                read_refs
                if [ -n "$(ref "refs/heads/$version")" ]; then set -- "$@" "+refs/heads/$version:refs/remotes/$remote/$version"; fi
              fi
              if [ -n "$refspec" ]; then set -- "$@" "$refspec"; fi
              must "Failed to download remote objects and refs" here "$@"
            fi
            if [ -z "$bare" ]; then
              branch=$version
              if [ "$version" = HEAD ]; then
                here remote set-head "$remote" --auto >/dev/null 2>&1 </dev/null
                branch=$(here symbolic-ref --quiet "refs/remotes/$remote/HEAD")
                branch=${branch#refs/remotes/"$remote"/}
                if [ -z "$branch" ]; then branch=$(here symbolic-ref --quiet --short HEAD); fi
              fi
              if here rev-parse --verify --quiet "refs/remotes/$remote/$branch" >/dev/null; then
                if here rev-parse --verify --quiet "refs/heads/$branch" >/dev/null; then must "Failed to checkout branch $branch" here checkout --force "$branch" --
                else must "Failed to checkout branch $branch" here checkout --force --track -b "$branch" "$remote/$branch" --
                fi
                must "Failed to checkout branch $branch" here reset --hard "$remote/$branch" --
              elif [ "$version" != HEAD ]; then
                here rev-parse --verify --quiet "$version^{commit}" >/dev/null || must "Failed to checkout $version" here fetch ${depth:+--depth "$depth"} "$remote" "$version"
                must "Failed to checkout $version" here checkout --force "$version" --
              fi
            fi
            if [ -n "$verify_commit" ]; then
              if [ "$(here cat-file -t "$version" 2>/dev/null)" = tag ]; then said=$(here verify-tag --raw "$version" 2>&1) || stop "Failed to verify GPG signature of commit/tag \\"$version\\": $said"
              else said=$(here verify-commit --raw HEAD 2>&1) || stop "Failed to verify GPG signature of commit/tag \\"$version\\": $said"
              fi
              if [ -n "$allowed" ]; then
                key=$(printf '%s\\n' "$said" | sed -n 's/^\\[GNUPG:\\] VALIDSIG \\([^ ]*\\).*/\\1/p')
                case " $allowed " in *" $key "*) ;; *) stop "The gpg_whitelist does not include the public key \\"$key\\" for this commit";; esac
              fi
            fi
            if [ -n "$recursive" ] && [ -z "$bare" ] && [ -f "$dest/.gitmodules" ]; then
              old=$(here submodule status --recursive 2>/dev/null | sed 's/^[-+U ]//; s/ (.*//')
              old_marks=$(here submodule status --recursive 2>/dev/null | grep '^[-+U]')
              must "Failed to init/update submodules" here submodule sync
              must "Failed to init/update submodules" here submodule update --init --recursive ${track_submodules:+--remote} ${force:+--force}
              new=$(here submodule status --recursive 2>/dev/null | sed 's/^[-+U ]//; s/ (.*//')
              if [ -n "$before" ] && { [ "$old" != "$new" ] || { [ -n "$old_marks" ] && [ -z "$track_submodules" ]; }; }; then tell submodules_changed 1; fi
            fi
            if [ -n "$archive" ]; then
              case $archive in
              *.zip) f=zip;; *.tar) f=tar;; *.tar.gz|*.tgz) f=tar.gz;;
              *) stop "Unable to get file extension from archive file name : $archive";;
              esac
              new=$(mktemp "${archive%/*}/.slipway.XXXXXX") || stop "cannot write the archive $archive"
              trap 'rm -f -- "$new"' EXIT
              trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
              must "Failed to archive $version" here archive --format="$f" ${archive_prefix:+--prefix="$archive_prefix"} --output="$new" "$( [ "$version" = HEAD ] && echo HEAD || echo "$version")"
              if ! cmp -s -- "$new" "$archive"; then
                chmod -- "$(printf %o $((0666 & ~0$(umask))))" "$new"
                mv -f -- "$new" "$archive" || stop "cannot write the archive $archive"
                tell archive_changed 1
              fi
            fi
            tell before "$before"
            tell after "$(commit)"
            exit 0
            """;

    private GitScript() {}
}
